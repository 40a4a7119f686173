#define LOCKSTEP_PROBE portable
#include "vector/vec_portable.h"

#include "vector/rounding_probe.inc"
