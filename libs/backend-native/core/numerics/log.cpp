#include <cmath>
#include <limits>

#include "numerics/ecmascript.h"
#include "numerics/elementary.h"

namespace lockstep::numerics {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/**
 * exponent ln 2 + ln(1 + f) + correction, for 1 + f in [sqrt(1/2), sqrt(2)).
 *
 * With s = f/(2+f), ln(1+f) = 2 atanh(s) = 2s + s R(s^2), and 2s = f - f^2/2 + s f^2/2: summed so, the largest term f
 * is exact and all that is rounded is small beside it.
 */
double log_near_one(double f, int exponent, double correction) {
  const double s = f / (2 + f);
  const double z = s * s;
  double series = 0;
  for (int odd = 25; odd >= 3; odd -= 2) series = (series + 2.0 / odd) * z;
  const double half_square = 0.5 * f * f;
  const double tail = s * (half_square + series) + (exponent * ln2_low + correction);
  return exponent * ln2_high - (half_square - tail - f);
}

}  // namespace

double log(double x) {
  if (x == 0) return -infinity;
  if (!(x > 0)) return not_a_number;
  if (x == infinity) return x;
  const Split split = split_near_one(x);
  return log_near_one(split.mantissa - 1, split.exponent, 0);
}

double log1p(double x) {
  constexpr double sqrt2 = 1.4142135623730951, sqrt_half = 0.7071067811865476;
  if (x == -1) return -infinity;
  if (!(x > -1)) return not_a_number;
  if (x == infinity || std::fabs(x) < 0x1p-54) return x;
  const double sum = 1 + x;
  if (sum >= sqrt_half && sum < sqrt2) return log_near_one(x, 0, 0);
  // What the rounding of 1 + x lost, as a share of the sum.
  const double lost = x >= 1 ? 1 - (sum - x) : x - (sum - 1);
  const Split split = split_near_one(sum);
  return log_near_one(split.mantissa - 1, split.exponent, lost / sum);
}

double sigmoid(double z) {
  if (z >= 0) return 1 / (1 + exp(-z));
  const double small = exp(z);
  return small / (1 + small);
}

double softplus(double x) { return larger_of(x, 0) + log1p(exp(-std::fabs(x))); }

}  // namespace lockstep::numerics
