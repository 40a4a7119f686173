// The project's flags keep compilers from contracting and rearranging floating-point expressions; and this test would notice if not.

#include <cmath>
#include <limits>
#include <vector>

#include "check/check.h"
#include "vector/processor.h"
#include "vector/rounding_probe.h"

namespace vector_tests {

extern const RoundingProbe rounding_probe_portable;
extern const RoundingProbe rounding_probe_contracted;
extern const RoundingProbe rounding_probe_fast;
#if defined(__x86_64__)
extern const RoundingProbe rounding_probe_avx2;
extern const RoundingProbe rounding_probe_avx512;
#elif defined(__aarch64__)
extern const RoundingProbe rounding_probe_neon;
#endif

namespace {

/** (1 + 2^-12)^2 is 1 + 2^-11 + 2^-24, of which a rounding of the product leaves 1 + 2^-11. */
bool rounds_twice(const RoundingProbe& probe) {
  return probe.product_and_sum(1.0f + 0x1p-12f, 1.0f + 0x1p-12f, -(1.0f + 0x1p-11f)) == 0.0f;
}

bool rounds_doubles_twice(const RoundingProbe& probe) {
  return probe.product_and_sum_in_double(1.0 + 0x1p-27, 1.0 + 0x1p-27, -(1.0 + 0x1p-26)) == 0.0;
}

bool rounds_lanes_twice(const RoundingProbe& probe) {
  const std::vector<float> factors(16, 1.0f + 0x1p-12f);
  const std::vector<float> addends(16, -(1.0f + 0x1p-11f));
  std::vector<float> results(16);
  probe.product_and_sum_of_lanes(factors.data(), factors.data(), addends.data(), results.data());
  for (const float result : results) {
    if (result != 0.0f) return false;
  }
  return true;
}

bool adds_zero(const RoundingProbe& probe) { return !std::signbit(probe.plus_zero(-0.0f)); }

bool knows_nan(const RoundingProbe& probe) { return probe.differs_from_itself(std::numeric_limits<float>::quiet_NaN()); }

bool keeps_order(const RoundingProbe& probe) { return probe.add_and_subtract(1.0f, 0x1p+24f) == 0.0f; }

/** Those of the project's flags that this processor can run. */
std::vector<const RoundingProbe*> probes_of_the_project() {
  std::vector<const RoundingProbe*> probes = {&rounding_probe_portable};
#if defined(__x86_64__)
  if (has_avx2()) probes.push_back(&rounding_probe_avx2);
  if (has_avx512()) probes.push_back(&rounding_probe_avx512);
#elif defined(__aarch64__)
  probes.push_back(&rounding_probe_neon);
#endif
  return probes;
}

/** Whether this processor can run the two that break the rules. */
bool can_run_counterexamples() {
#if defined(__x86_64__)
  return has_avx2();
#else
  return true;
#endif
}

}  // namespace

TEST(the_flags_forbid_contraction_and_fast_math) {
  for (const RoundingProbe* probe : probes_of_the_project()) {
    CHECK(rounds_twice(*probe), probe->name);
    CHECK(rounds_doubles_twice(*probe), probe->name);
    CHECK(rounds_lanes_twice(*probe), probe->name);
    CHECK(adds_zero(*probe), probe->name);
    CHECK(knows_nan(*probe), probe->name);
    CHECK(keeps_order(*probe), probe->name);
  }
}

TEST(contraction_would_be_noticed) {
  if (!can_run_counterexamples()) return check::left_out("contraction, as this processor has no fused multiply-add");
  CHECK(!rounds_twice(rounding_probe_contracted), "contraction does not show");
  CHECK(!rounds_doubles_twice(rounding_probe_contracted), "contraction of float64 does not show");
  CHECK(!rounds_lanes_twice(rounding_probe_contracted), "contraction of vectors does not show");
}

TEST(fast_math_would_be_noticed) {
  if (!can_run_counterexamples()) return check::left_out("fast-math, which was compiled for AVX2");
  CHECK(!adds_zero(rounding_probe_fast), "fast-math does not show in signs of zero");
  CHECK(!knows_nan(rounding_probe_fast), "fast-math does not show in comparisons of NaN");
  CHECK(!keeps_order(rounding_probe_fast), "fast-math does not show in the order of sums");
}

}  // namespace vector_tests
