#define LOCKSTEP_SET avx512
#include "vector/vec_avx512.h"

#include "vector/lane_set.inc"
