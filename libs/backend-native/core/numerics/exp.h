#pragma once

#include <limits>

#include "numerics/float64_bits.h"
#include "numerics/ln2.h"

namespace lockstep::numerics {

/** 1/n! */
constexpr double reciprocal_factorial(int n) {
  double factorial = 1;
  for (int i = 2; i <= n; i++) factorial *= i;
  return 1 / factorial;
}

/** e^r - 1 - r for |r| <= ln(2)/2: Taylor's series from 1/14! down to 1/2!. */
inline double exp_tail(double r) {
  constexpr double c14 = reciprocal_factorial(14), c13 = reciprocal_factorial(13), c12 = reciprocal_factorial(12),
                   c11 = reciprocal_factorial(11), c10 = reciprocal_factorial(10), c9 = reciprocal_factorial(9),
                   c8 = reciprocal_factorial(8), c7 = reciprocal_factorial(7), c6 = reciprocal_factorial(6),
                   c5 = reciprocal_factorial(5), c4 = reciprocal_factorial(4), c3 = reciprocal_factorial(3),
                   c2 = reciprocal_factorial(2);
  double series = c14 * r + c13;
  series = series * r + c12;
  series = series * r + c11;
  series = series * r + c10;
  series = series * r + c9;
  series = series * r + c8;
  series = series * r + c7;
  series = series * r + c6;
  series = series * r + c5;
  series = series * r + c4;
  series = series * r + c3;
  series = series * r + c2;
  return series * r * r;
}

/** Beyond these e^x is Infinity or 0. */
constexpr double exp_largest = 709.782712893384;
constexpr double exp_smallest = -745.1332191019412;

/** e^x within the two limits, NaN of NaN, and of what is beyond them a meaningless number: without branches, for loops. */
inline double exp_within_limits(double x) {
  const double exponent = floor_of(x / ln2 + 0.5);
  // x = exponent ln 2 + r + rest, |r| <= ln(2)/2; the first difference is exact.
  const double high = x - exponent * ln2_high;
  const double low = exponent * ln2_low;
  const double r = high - low;
  const double rest = high - r - low;
  const double value = 1 + (r + (exp_tail(r) + rest));
  // Two exact steps, of which only the last can round (to a subnormal number).
  const double first = floor_of(exponent / 2);
  return value * power_of_two(first) * power_of_two(exponent - first);
}

/** e^x. */
inline double exp(double x) {
  if (x > exp_largest) return std::numeric_limits<double>::infinity();
  if (x < exp_smallest) return 0;
  return exp_within_limits(x);
}

}  // namespace lockstep::numerics
