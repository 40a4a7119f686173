#pragma once

#include <string>

#include "arithmetic/operation_list.h"

namespace lockstep {

/** Of a set that is compiled for this architecture; whether the processor has it is the caller's to know. @throws Failure */
const OperationTable& operations_named(const std::string& set);

}  // namespace lockstep
