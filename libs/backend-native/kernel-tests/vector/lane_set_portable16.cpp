// As wide as AVX-512, so that 16 lanes run on every machine.
#define LOCKSTEP_SET portable16
#define LOCKSTEP_PORTABLE_WIDTH 16
#include "vector/vec_portable.h"

#include "vector/lane_set.inc"
