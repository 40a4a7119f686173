#define LOCKSTEP_SET portable
#include "vector/vec_portable.h"

#include "vector/lane_set.inc"
