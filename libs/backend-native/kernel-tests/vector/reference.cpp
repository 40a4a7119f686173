#include "vector/reference.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vector_tests {
namespace {

double sigmoid(double x) {
  if (x >= 0.0) return 1.0 / (1.0 + std::exp(-x));
  const double power = std::exp(x);
  return power / (1.0 + power);
}

double within_float32(double x) { return std::clamp(x, -0x1p128, 0x1p128); }

}  // namespace

const Reference references[elementary_count] = {
    {"exp", [](double x) { return std::exp(x); }},
    {"sigmoid", sigmoid},
    {"tanh", [](double x) { return std::tanh(x); }},
};

double error_in_units(float result, double truth) {
  if (std::isnan(result) || std::isnan(truth)) {
    return std::isnan(result) && std::isnan(truth) ? 0.0 : std::numeric_limits<double>::infinity();
  }
  const double expected = within_float32(truth);
  const int exponent = expected == 0.0 ? -149 : std::clamp(std::ilogb(expected) - 23, -149, 104);
  return std::fabs(within_float32(result) - expected) / std::ldexp(1.0, exponent);
}

}  // namespace vector_tests
