#define LOCKSTEP_PROBE neon
#include "vector/vec_neon.h"

#include "vector/rounding_probe.inc"
