#define LOCKSTEP_SET portable
#include "arithmetic/operations.inc"
