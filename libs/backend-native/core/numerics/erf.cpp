#include <cmath>

#include "numerics/elementary.h"

namespace lockstep::numerics {

namespace {

constexpr double two_over_sqrt_pi = 1.1283791670955126;

/** Below this the series is used, above it the continued fraction. */
constexpr double series_end = 1.5;

/** e^-x^2 without the rounding of x^2: h^2 is exact for a float32 h, and (x-h)(x+h) is small. */
double exp_of_minus_square(double x) {
  const double h = static_cast<float>(x);
  const double rest = (x - h) * (x + h);
  return exp(-h * h) * (1 - rest + 0.5 * rest * rest);
}

/** erf(x) = 2/sqrt(pi) e^-x^2 x (1 + 2x^2/3 + (2x^2)^2/(3*5) + ...): no term is negative, so nothing cancels. */
double by_series(double x) {
  const double square = 2 * x * x;
  double term = x;
  double sum = x;
  for (int odd = 3; term > sum * 0x1p-55; odd += 2) {
    term *= square / odd;
    sum += term;
  }
  return two_over_sqrt_pi * exp_of_minus_square(x) * sum;
}

/** erfc(x) = 2/sqrt(pi) e^-x^2 / (2x + 2/(2x + 4/(2x + 6/...))), Laplace's continued fraction; from its end. */
double by_fraction(double x) {
  double denominator = 2 * x;
  const int depth = static_cast<int>(std::floor(240 / (x * x))) + 12;  // further levels are below 2^-55 of the result
  for (int level = depth; level > 0; level--) denominator = 2 * x + (2 * level) / denominator;
  return (two_over_sqrt_pi * exp_of_minus_square(x)) / denominator;
}

}  // namespace

double erf(double x) {
  constexpr double one_from = 6;
  const double size = std::fabs(x);
  if (size != size) return x;
  const double magnitude = size < series_end ? by_series(size) : size < one_from ? 1 - by_fraction(size) : 1;
  return x < 0 ? -magnitude : magnitude;
}

double erfc(double x) {
  constexpr double zero_from = 27.3;
  if (x != x) return x;
  if (x < series_end) return 1 - erf(x);
  return x < zero_from ? by_fraction(x) : 0;
}

}  // namespace lockstep::numerics
