#include "layers/tested_kernels.h"

#include "check/check.h"
#include "kernels/available_kernels.h"
#include "vector/processor.h"

namespace lockstep {

extern const Kernels kernels_portable16;

}  // namespace lockstep

namespace layer_tests {

using lockstep::Kernels;

const Kernels& portable_kernels() { return *lockstep::available_kernels().back(); }

std::vector<const Kernels*> other_kernels() {
  std::vector<const Kernels*> others = lockstep::available_kernels();
  others.back() = &lockstep::kernels_portable16;
  return others;
}

void tell_missing_kernels() {
#if defined(__x86_64__)
  if (!vector_tests::has_avx2()) check::left_out("avx2, which this processor lacks");
  if (!vector_tests::has_avx512()) check::left_out("avx512, which this processor lacks");
#endif
}

}  // namespace layer_tests
