#include "kernels/available_kernels.h"

#include "failure.h"

namespace lockstep {

extern const Kernels kernels_portable;
#if defined(__x86_64__)
extern const Kernels kernels_avx2;
extern const Kernels kernels_avx512;
#elif defined(__aarch64__)
extern const Kernels kernels_neon;
#endif

namespace {

std::vector<const Kernels*> find_available() {
  std::vector<const Kernels*> available;
#if defined(__x86_64__)
  // The builtins ask the operating system as well, whether it saves the registers.
  __builtin_cpu_init();
  const bool fma = __builtin_cpu_supports("fma");
  const bool avx2 = fma && __builtin_cpu_supports("avx2");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
  if (avx512) available.push_back(&kernels_avx512);
  if (avx2) available.push_back(&kernels_avx2);
#elif defined(__aarch64__)
  available.push_back(&kernels_neon);
#endif
  available.push_back(&kernels_portable);
  return available;
}

}  // namespace

const std::vector<const Kernels*>& available_kernels() {
  static const std::vector<const Kernels*> available = find_available();
  return available;
}

const Kernels& kernels_named(const std::string& name) {
  std::string names;
  for (const Kernels* kernels : available_kernels()) {
    if (kernels->name == name) return *kernels;
    names += (names.empty() ? "" : ", ") + std::string(kernels->name);
  }
  throw Failure(FailureKind::wrong_value, "instruction set: expected one of " + names + ", got " + name);
}

}  // namespace lockstep
