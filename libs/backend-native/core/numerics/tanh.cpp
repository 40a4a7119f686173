#include <cmath>

#include "numerics/double_double.h"
#include "numerics/ecmascript.h"
#include "numerics/elementary.h"

namespace lockstep::numerics {

namespace {

/** e^x - 1 for 2^-54 <= |x| <= 38, as the sum of a float64 and what its rounding left. */
DoubleDouble expm1_parts(double x) {
  const double exponent = floor_of(x / ln2 + 0.5);
  // x = exponent ln 2 + r + rest, as in exp; then e^x - 1 = 2^exponent (1 - 2^-exponent + r + rest + tail).
  const double high = x - exponent * ln2_high;
  const double low = exponent * ln2_low;
  const double r = high - low;
  const double tail = exp_tail(r) + (high - r - low);
  const double scale = power_of_two(exponent);
  const double start = 1 - power_of_two(-exponent);
  // Each summand is 0 or larger than the next, so what a rounding loses is found by taking away again.
  const double sum = start + r;
  const double total = sum + tail;
  return {scale * total, scale * (r - (sum - start) + (tail - (total - sum)))};
}

/** The quotient of doubled precision: half a unit of e^2x - 1 may be a whole one of the result. */
double tanh_of_small(double x) {
  const DoubleDouble numerator = expm1_parts(2 * x);
  return divide(numerator, add(numerator, {2, 0})).high;
}

}  // namespace

double expm1(double x) {
  constexpr double large = 38;  // from here on the 1 is lost in e^x; below the negative, e^x is lost in the 1
  if (x > large) return exp(x);
  if (x < -large) return -1;
  if (!(std::fabs(x) >= 0x1p-54)) return x;
  return expm1_parts(x).high;
}

double tanh(double x) {
  const double size = std::fabs(x);
  if (!(size < 20)) return sign_of(x);
  if (size < 0x1p-28) return x;  // the next term, x^3/3, is below half a unit in the last place
  // (e^2x - 1) / (e^2x + 1); from 1 on the quotient is small beside the 1 that it is taken from.
  const double magnitude = size < 1 ? tanh_of_small(size) : 1 - 2 / (expm1(2 * size) + 2);
  return x < 0 ? -magnitude : magnitude;
}

}  // namespace lockstep::numerics
