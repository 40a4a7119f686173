#pragma once

#include <cmath>
#include <limits>

// All of this is written for arithmetic that rounds each operation to its type.
static_assert(std::numeric_limits<double>::is_iec559 && std::numeric_limits<float>::is_iec559, "IEEE 754 is needed");

namespace lockstep::numerics {

/** Math.max: NaN where either is, and 0 is above -0. */
inline double larger_of(double a, double b) {
  if (a > b) return a;
  if (b > a) return b;
  if (a == b) return std::signbit(a) ? b : a;
  return a + b;
}

/** Math.min: NaN where either is, and -0 is below 0. */
inline double smaller_of(double a, double b) {
  if (a < b) return a;
  if (b < a) return b;
  if (a == b) return std::signbit(a) ? a : b;
  return a + b;
}

/** Math.sign: -1, -0, 0, 1 or NaN. */
inline double sign_of(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

}  // namespace lockstep::numerics
