// The shape of AVX-512's kernels, 16 lanes and tiles of 14 x 32, in plain C++: so that it runs on every machine.
#define LOCKSTEP_SET portable16
#define LOCKSTEP_PORTABLE_WIDTH 16
#define LOCKSTEP_TILE_ROWS 14
#define LOCKSTEP_TILE_VECTORS 2
#include "vector/vec_portable.h"

#include "kernels/kernels.inc"
