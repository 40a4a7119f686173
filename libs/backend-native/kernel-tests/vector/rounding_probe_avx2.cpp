#define LOCKSTEP_PROBE avx2
#include "vector/vec_avx2.h"

#include "vector/rounding_probe.inc"
