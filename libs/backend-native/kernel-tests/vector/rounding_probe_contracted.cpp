// Compiled with contraction, which the project's flags forbid: the test of them must notice.
#define LOCKSTEP_PROBE contracted
#if defined(__x86_64__)
#include "vector/vec_avx2.h"
#else
#include "vector/vec_neon.h"
#endif

#include "vector/rounding_probe.inc"
