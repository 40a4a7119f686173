// AVX2 with FMA: 6 x 16 accumulate in 12 of 16 registers.
#define LOCKSTEP_SET avx2
#define LOCKSTEP_TILE_ROWS 6
#define LOCKSTEP_TILE_VECTORS 2
#include "vector/vec_avx2.h"

#include "kernels/kernels.inc"
