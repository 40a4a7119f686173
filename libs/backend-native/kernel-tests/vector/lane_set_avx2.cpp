#define LOCKSTEP_SET avx2
#include "vector/vec_avx2.h"

#include "vector/lane_set.inc"
