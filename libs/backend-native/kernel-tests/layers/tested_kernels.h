#pragma once

#include <vector>

#include "kernels/kernels.h"

namespace layer_tests {

/** Those whose bits all others must have. */
const lockstep::Kernels& portable_kernels();

/** All that run here besides: the processor's own, and AVX-512's shape in plain C++. */
std::vector<const lockstep::Kernels*> other_kernels();

/** Tells which instruction sets of this architecture the processor has not got. */
void tell_missing_kernels();

}  // namespace layer_tests
