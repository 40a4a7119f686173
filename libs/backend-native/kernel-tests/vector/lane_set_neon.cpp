#define LOCKSTEP_SET neon
#include "vector/vec_neon.h"

#include "vector/lane_set.inc"
