// Functions of float64, activations and masks: their bits on this processor, to be compared with those on others.

#include <string>
#include <vector>

#include "check/check.h"
#include "numerics/activations.h"
#include "numerics/dropout_mask.h"
#include "numerics/elementary.h"
#include "objective/digest.h"
#include "objective/random_numbers.h"

namespace objective_tests {
namespace {

using Function = double (*)(double);

constexpr int argument_count = 200000;

/** Of all sizes, most of them ordinary. */
double argument(RandomNumbers& random) {
  const double fine = random.between(0, 1) * 0x1p-24;
  if (random.below(8) == 0) return static_cast<double>(random.between(-800, 800)) + fine;
  return static_cast<double>(random.between(-10, 20)) + fine;
}

void print_digest(const char* name, Function function) {
  RandomNumbers random;
  Digest digest;
  for (int i = 0; i < argument_count; i++) digest.take(function(argument(random)));
  digest.print(name);
}

}  // namespace

TEST(elementary_functions_of_float64) {
  using namespace lockstep;
  print_digest("float64-erf", numerics::erf);
  print_digest("float64-erfc", numerics::erfc);
  print_digest("float64-exp", numerics::exp);
  print_digest("float64-expm1", numerics::expm1);
  print_digest("float64-log", numerics::log);
  print_digest("float64-log1p", numerics::log1p);
  print_digest("float64-sigmoid", numerics::sigmoid);
  print_digest("float64-softplus", numerics::softplus);
  print_digest("float64-tanh", numerics::tanh);
  print_digest("float64-pow", [](double x) { return numerics::pow(x < 0 ? -x : x, 1.7); });
}

TEST(activations_without_a_kernel) {
  using namespace lockstep;
  constexpr std::size_t columns = 1500;  // more than a block of softmax's
  for (int code = 0; code < activation_count; code++) {
    const Activation activation = static_cast<Activation>(code);
    if (has_kernel(activation)) continue;
    RandomNumbers random;
    const std::vector<float> z = random.floats(columns, -12, 12);
    const std::vector<float> d_out = random.floats(columns, -1, 1);
    std::vector<float> out(columns), d_in(columns);
    activate(activation, z.data(), out.data(), columns);
    activation_gradient(activation, z.data(), out.data(), d_out.data(), d_in.data(), columns);
    Digest digest;
    digest.take(out.data(), columns);
    digest.take(d_in.data(), columns);
    digest.print("activation-" + std::to_string(code));
    // In place, which layers rely on.
    std::vector<float> in_place = z, gradient = d_out;
    activate(activation, in_place.data(), in_place.data(), columns);
    activation_gradient(activation, z.data(), out.data(), gradient.data(), gradient.data(), columns);
    CHECK(in_place == out, "activation " << code);
    CHECK(gradient == d_in, "gradient of activation " << code);
  }
}

TEST(dropout_masks) {
  const std::uint32_t sequences[] = {0, 7, 0xffffffff};
  std::vector<float> mask(3 * 1001);
  lockstep::dropout_mask({0xffffffff, 12, 3, 15}, sequences, 3, 0.3, 1001, mask.data());
  Digest digest;
  digest.take(mask.data(), mask.size());
  digest.print("dropout-mask");
}

}  // namespace objective_tests
