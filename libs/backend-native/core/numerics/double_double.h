#pragma once

namespace lockstep::numerics {

/** A number as the unevaluated sum of two float64; |low| is at most half a unit in the last place of high. */
struct DoubleDouble {
  double high;
  double low;
};

/** a + b exactly (Knuth). */
inline DoubleDouble sum_exactly(double a, double b) {
  const double high = a + b;
  const double from_b = high - a;
  return {high, a - (high - from_b) + (b - from_b)};
}

/** The upper 26 bits (Dekker, Numerische Mathematik 18, 1971). */
inline double upper_half(double value) {
  const double shifted = 134217729.0 * value;  // 2^27 + 1
  return shifted - (shifted - value);
}

/** a b exactly (Dekker); for |a|, |b| < 2^970. */
inline DoubleDouble multiply_exactly(double a, double b) {
  const double high = a * b;
  const double a_high = upper_half(a);
  const double b_high = upper_half(b);
  const double a_low = a - a_high;
  const double b_low = b - b_high;
  return {high, a_high * b_high - high + a_high * b_low + a_low * b_high + a_low * b_low};
}

inline DoubleDouble add(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble sum = sum_exactly(a.high, b.high);
  return sum_exactly(sum.high, sum.low + a.low + b.low);
}

inline DoubleDouble multiply(DoubleDouble a, DoubleDouble b) {
  const DoubleDouble product = multiply_exactly(a.high, b.high);
  return sum_exactly(product.high, product.low + (a.high * b.low + a.low * b.high));
}

inline DoubleDouble divide(DoubleDouble a, DoubleDouble b) {
  const double high = a.high / b.high;
  const DoubleDouble back = multiply({high, 0}, b);
  return sum_exactly(high, (a.high - back.high - back.low + a.low) / b.high);
}

}  // namespace lockstep::numerics
