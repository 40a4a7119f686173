#pragma once

#include <string>
#include <vector>

#include "arithmetic/operation_list.h"

namespace lockstep {

/** What is to be known of an operation before it is done. */
struct OperationKind {
  const char* name;
  int number_count;
  std::vector<Role> roles;
};

/** By code: the operation's place in the list. */
const std::vector<OperationKind>& operation_kinds();

}  // namespace lockstep
