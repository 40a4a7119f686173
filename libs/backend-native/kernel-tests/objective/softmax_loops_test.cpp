// Loops of softmax on every instruction set that this processor has, against their definitions one value at a time.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "check/check.h"
#include "numerics/exp.h"
#include "numerics/float64_bits.h"
#include "numerics/softmax_terms.h"
#include "objective/random_numbers.h"

namespace objective_tests {
namespace {

using lockstep::numerics::available_softmax_loops;
using lockstep::numerics::bits_of;
using lockstep::numerics::SoftmaxLoops;

bool same_number(double a, double b) { return bits_of(a) == bits_of(b) || (std::isnan(a) && std::isnan(b)); }

double largest_one_by_one(const std::vector<float>& z) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const float value : z) {
    if (std::isnan(value)) return value;
    largest = value > largest ? value : largest;
  }
  return largest;
}

void check_row(const SoftmaxLoops& loops, const std::vector<float>& z) {
  const std::size_t count = z.size();
  const double largest = loops.largest_of(z.data(), count);
  CHECK(same_number(largest, largest_one_by_one(z)), loops.instruction_set << ": largest of " << count << " is " << largest);
  std::vector<double> terms(count);
  const double sum = loops.exponentiate(z.data(), largest, terms.data(), count);
  std::vector<float> shares(count);
  loops.scaled_shares(terms.data(), sum, 0.7, shares.data(), count);
  double wanted_sum = 0;
  for (std::size_t i = 0; i < count; i++) {
    const double wanted = lockstep::numerics::exp(z[i] - largest);
    wanted_sum += wanted;
    CHECK(same_number(terms[i], wanted), loops.instruction_set << ": term " << i << " of " << count << " is " << terms[i]);
    const float share = static_cast<float>(0.7 * (terms[i] / sum));
    CHECK(same_number(shares[i], share), loops.instruction_set << ": share " << i << " is " << shares[i]);
  }
  CHECK(same_number(sum, wanted_sum), loops.instruction_set << ": sum of " << count << " is " << sum);
}

/** Rows of every length up to a few vectors, with what is rare in some of them. */
std::vector<std::vector<float>> rows() {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const float rare[] = {infinity, -infinity, std::nanf(""), -std::nanf(""), -746.0f, -745.1332f, -1e30f, 0.0f, -0.0f};
  RandomNumbers random;
  std::vector<std::vector<float>> found;
  for (std::size_t count = 1; count < 70; count++) {
    found.push_back(random.floats(count, -30, 0));
    found.push_back(random.floats(count, -800, 800));
    for (const float value : rare) {
      found.push_back(random.floats(count, -30, 0));
      found.back()[random.below(static_cast<std::uint32_t>(count))] = value;
    }
  }
  return found;
}

}  // namespace

TEST(softmax_loops_are_their_definitions) {
  for (const SoftmaxLoops& loops : available_softmax_loops()) {
    for (const std::vector<float>& row : rows()) check_row(loops, row);
  }
#if defined(__x86_64__)
  for (const std::string name : {"avx2", "avx512"}) {
    const auto& all = available_softmax_loops();
    if (std::none_of(all.begin(), all.end(), [&](const SoftmaxLoops& loops) { return loops.instruction_set == name; })) {
      check::left_out(name + "'s loops of softmax: this processor has not got it");
    }
  }
#endif
}

}  // namespace objective_tests
