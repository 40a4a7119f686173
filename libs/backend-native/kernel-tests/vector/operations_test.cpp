// The operations of Vec against their definitions, on every instruction set.

#include <cmath>
#include <vector>

#include "check/check.h"
#include "vector/available_sets.h"
#include "vector/definitions.h"
#include "vector/float_bits.h"
#include "vector/samples.h"

namespace vector_tests {
namespace {

std::vector<float> outputs(const Operation& operation, const Samples& samples) {
  std::vector<float> out(samples.a.size());
  operation.run(samples.a.data(), samples.b.data(), samples.c.data(), out.data(), out.size());
  return out;
}

void check_operation(const LaneSet& set, const Operation& operation, const Definition& definition) {
  const Samples& samples = operand_samples();
  const std::vector<float> out = outputs(operation, samples);
  for (std::size_t i = 0; i < out.size(); i++) {
    const float a = samples.a[i];
    const float b = samples.b[i];
    const float c = samples.c[i];
    const float expected = definition.of(a, b, c);
    CHECK(same_number(out[i], expected), std::hexfloat << set.name << "'s " << operation.name << " of " << a << ", " << b << ", " << c
                                                       << " is " << out[i] << ", not " << expected);
  }
}

}  // namespace

TEST(operations_are_exact_or_rounded_once) {
  for (const LaneSet* set : available_sets()) {
    for (int i = elementary_count; i < set->operation_count; i++) {
      const Operation& operation = set->operations[i];
      const Definition* definition = definition_of(operation.name);
      CHECK(definition != nullptr, operation.name);
      if (definition != nullptr) check_operation(*set, operation, *definition);
    }
  }
}

TEST(operands_tell_a_fused_sum_from_one_in_float64) {
  const Samples samples = close_sums();
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < samples.a.size(); i++) {
    const double product = static_cast<double>(samples.a[i]) * static_cast<double>(samples.b[i]);
    const float twice_rounded = static_cast<float>(product + static_cast<double>(samples.c[i]));
    if (twice_rounded != std::fma(samples.a[i], samples.b[i], samples.c[i])) wrong++;
  }
  CHECK(wrong > samples.a.size() / 8, wrong << " of " << samples.a.size());
}

}  // namespace vector_tests
