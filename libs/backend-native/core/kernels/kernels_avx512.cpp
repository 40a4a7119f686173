// AVX-512: 14 x 32 accumulate in 28 of 32 registers.
#define LOCKSTEP_SET avx512
#define LOCKSTEP_TILE_ROWS 14
#define LOCKSTEP_TILE_VECTORS 2
#include "vector/vec_avx512.h"

#include "kernels/kernels.inc"
