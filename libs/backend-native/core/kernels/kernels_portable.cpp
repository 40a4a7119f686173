// Plain C++, for any processor.
#define LOCKSTEP_SET portable
#define LOCKSTEP_TILE_ROWS 4
#define LOCKSTEP_TILE_VECTORS 2
#include "vector/vec_portable.h"

#include "kernels/kernels.inc"
