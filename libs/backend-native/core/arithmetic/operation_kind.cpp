#include "arithmetic/operation_kind.h"

namespace lockstep {

const std::vector<OperationKind>& operation_kinds() {
#define LOCKSTEP_KIND(identifier, name, number_count, ...) OperationKind{name, number_count, {__VA_ARGS__}},
  static const std::vector<OperationKind> kinds = {LOCKSTEP_OPERATIONS(LOCKSTEP_KIND)};
#undef LOCKSTEP_KIND
  return kinds;
}

}  // namespace lockstep
