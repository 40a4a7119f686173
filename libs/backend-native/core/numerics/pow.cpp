#include <cmath>
#include <limits>

#include "numerics/double_double.h"
#include "numerics/elementary.h"

namespace lockstep::numerics {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/** ln x to some 70 bits, for a positive finite x. */
DoubleDouble precise_log(double x) {
  constexpr DoubleDouble two_thirds = {0.6666666666666666, 3.700743415417188e-17};
  const Split split = split_near_one(x);
  const double f = split.mantissa - 1;
  const DoubleDouble s = divide({f, 0}, sum_exactly(2, f));
  const DoubleDouble square = multiply(s, s);
  double series = 0;
  for (int odd = 29; odd >= 5; odd -= 2) series = series * square.high + 2.0 / odd;
  const DoubleDouble cubic = multiply(multiply(s, square), add(two_thirds, {series * square.high, 0}));
  const DoubleDouble of_mantissa = add({2 * s.high, 2 * s.low}, cubic);
  return add(sum_exactly(split.exponent * ln2_high, split.exponent * ln2_low), of_mantissa);
}

bool is_whole(double y) { return std::isfinite(y) && std::trunc(y) == y; }

}  // namespace

double pow(double x, double y) {
  constexpr double beyond_range = 750;  // |y ln x| above this is Infinity or 0
  if (y == 0) return 1;
  if (y == 1) return x;
  if (x != x || y != y) return std::numeric_limits<double>::quiet_NaN();
  if (x < 0) {
    if (!is_whole(y)) return std::numeric_limits<double>::quiet_NaN();
    return (std::fmod(y, 2) == 0 ? 1 : -1) * pow(-x, y);
  }
  if (x == 1) return 1;
  if (x == 0 || x == infinity) return (x == 0) == (y > 0) ? 0 : infinity;
  const double estimate = y * log(x);
  if (std::fabs(estimate) > beyond_range) return estimate > 0 ? infinity : 0;
  const DoubleDouble exponent = multiply(precise_log(x), {y, 0});
  const double power = exp(exponent.high);
  return power == infinity ? power : power + power * exponent.low;
}

double pow_int(double base, long long exponent) {
  if (exponent < 0) return 1 / pow_int(base, -exponent);
  double result = 1;
  double square = base;
  for (long long left = exponent; left > 0; left /= 2) {
    if (left % 2 == 1) result *= square;
    square *= square;
  }
  return result;
}

}  // namespace lockstep::numerics
