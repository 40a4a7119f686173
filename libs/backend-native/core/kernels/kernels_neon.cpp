// NEON of aarch64: 6 x 16 accumulate in 24 of 32 registers.
#define LOCKSTEP_SET neon
#define LOCKSTEP_TILE_ROWS 6
#define LOCKSTEP_TILE_VECTORS 4
#include "vector/vec_neon.h"

#include "kernels/kernels.inc"
