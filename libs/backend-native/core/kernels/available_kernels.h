#pragma once

#include <string>
#include <vector>

#include "kernels/kernels.h"

namespace lockstep {

/** The sets that this processor can run, best first; the last is portable. */
const std::vector<const Kernels*>& available_kernels();

/** Those of that name. @throws Failure where the processor has not got them */
const Kernels& kernels_named(const std::string& name);

}  // namespace lockstep
