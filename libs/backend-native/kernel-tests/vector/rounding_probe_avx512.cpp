#define LOCKSTEP_PROBE avx512
#include "vector/vec_avx512.h"

#include "vector/rounding_probe.inc"
