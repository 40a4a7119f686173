#define LOCKSTEP_SET avx512
#include "arithmetic/operations.inc"
