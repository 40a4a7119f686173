#include "arithmetic/operation_tables.h"

#include "failure.h"

namespace lockstep {

extern const OperationTable operations_portable;
#if defined(__x86_64__)
extern const OperationTable operations_avx2;
extern const OperationTable operations_avx512;
#elif defined(__aarch64__)
extern const OperationTable operations_neon;
#endif

const OperationTable& operations_named(const std::string& set) {
  if (set == "portable") return operations_portable;
#if defined(__x86_64__)
  if (set == "avx2") return operations_avx2;
  if (set == "avx512") return operations_avx512;
#elif defined(__aarch64__)
  if (set == "neon") return operations_neon;
#endif
  throw Failure(FailureKind::wrong_value, "instruction set: expected one of this architecture, got " + set);
}

}  // namespace lockstep
