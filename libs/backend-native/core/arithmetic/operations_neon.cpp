#define LOCKSTEP_SET neon
#include "arithmetic/operations.inc"
