#pragma once

#include <cstdint>
#include <cstring>

namespace lockstep::numerics {

inline uint64_t bits_of(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline double from_bits(uint64_t bits) {
  double value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/** The largest whole number that is not above t, for |t| < 2^51. Of operations that every instruction set has. */
inline double floor_of(double t) {
  constexpr double shifter = 6755399441055744.0;  // 1.5 2^52: beyond it float64 holds whole numbers only
  const double nearest = (t + shifter) - shifter;
  // 1 where the nearest is above t, by the difference's sign: compilers make no vectors of what branches.
  const uint64_t is_above = bits_of(t - nearest) >> 63;
  return nearest - from_bits((uint64_t{0} - is_above) & bits_of(1.0));
}

/** 2^exponent for whole exponents of normal numbers, -1022 to 1023. */
inline double power_of_two(double exponent) {
  constexpr double bias = 4503599627370496.0 + 1023.0;  // from 2^52 on the lowest bits are the whole number itself
  return from_bits(bits_of(exponent + bias) << 52);
}

struct Split {
  double mantissa;
  int exponent;
};

/** value = mantissa 2^exponent with a mantissa in [sqrt(1/2), sqrt(2)); for positive finite values. */
inline Split split_near_one(double value) {
  constexpr double sqrt2 = 1.4142135623730951;
  const bool is_subnormal = value < 0x1p-1022;
  const uint64_t bits = bits_of(is_subnormal ? value * 0x1p54 : value);
  const int exponent = static_cast<int>(bits >> 52) - 1023 - (is_subnormal ? 54 : 0);
  const double mantissa = from_bits((bits & 0xfffffffffffffull) | (uint64_t{1023} << 52));
  if (mantissa < sqrt2) return {mantissa, exponent};
  return {mantissa / 2, exponent + 1};
}

}  // namespace lockstep::numerics
