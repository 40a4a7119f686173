#define LOCKSTEP_SET avx2
#include "arithmetic/operations.inc"
