#pragma once

// Arrays of lanes in plain C++, for any processor with IEEE 754 arithmetic. The interface of every vec_*.h is the same; see
// vector/README.md. LOCKSTEP_PORTABLE_WIDTH, 8 unless defined, lets tests run code of other widths.

#include <float.h>
#include <stdint.h>
#include <string.h>

#ifndef LOCKSTEP_PORTABLE_WIDTH
#define LOCKSTEP_PORTABLE_WIDTH 8
#endif

// Excess precision, as of the x87, would round differently.
static_assert(FLT_EVAL_METHOD == 0, "float and double expressions must be evaluated in their own precision");

namespace {

struct Mask {
  uint32_t bits[LOCKSTEP_PORTABLE_WIDTH];
};

struct Vec {
  static constexpr int width = LOCKSTEP_PORTABLE_WIDTH;
  float lanes[width];

  static inline Vec zero() { return all(0.0f); }
  static inline Vec all(float value) {
    Vec vec;
    for (int i = 0; i < width; i++) vec.lanes[i] = value;
    return vec;
  }
  static inline Vec all_of(const float* from) { return all(*from); }
  static inline Vec load(const float* from) {
    Vec vec;
    memcpy(vec.lanes, from, sizeof vec.lanes);
    return vec;
  }
  inline void store(float* to) const { memcpy(to, lanes, sizeof lanes); }
};

/** f of the lanes of two. */
template <class Function>
inline Vec lane_by_lane(Vec a, Vec b, Function f) {
  Vec out;
  for (int i = 0; i < Vec::width; i++) out.lanes[i] = f(a.lanes[i], b.lanes[i]);
  return out;
}

template <class Function>
inline Mask compared(Vec a, Vec b, Function f) {
  Mask out;
  for (int i = 0; i < Vec::width; i++) out.bits[i] = f(a.lanes[i], b.lanes[i]);
  return out;
}

inline uint32_t bits_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline float float_of(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

#if defined(__FP_FAST_FMAF)

/** a b + c, rounded once. */
inline Vec fma(Vec a, Vec b, Vec c) {
  Vec out;
  for (int i = 0; i < Vec::width; i++) out.lanes[i] = __builtin_fmaf(a.lanes[i], b.lanes[i], c.lanes[i]);
  return out;
}

#else

/**
 * a b + c, rounded once, without an instruction for it. In float64 the product is exact, the sum is rounded to odd, and so its
 * conversion to float32 rounds as that of the exact sum would (Boldo and Melquiond, "Emulation of FMA and correctly rounded
 * sums: proved algorithms using rounding to odd", IEEE Transactions on Computers 57, 2008): 53 bits are more than 24 + 2.
 *
 * To odd: a sum that is even and lost something goes to its neighbour on the side of the exact one. In three loops, of which
 * the middle one is of integers, so that compilers make vectors of them.
 */
inline Vec fma(Vec a, Vec b, Vec c) {
  double sums[Vec::width];
  double lost[Vec::width];
  for (int i = 0; i < Vec::width; i++) {
    const double product = static_cast<double>(a.lanes[i]) * static_cast<double>(b.lanes[i]);
    const double addend = c.lanes[i];
    const double sum = product + addend;
    // Knuth's two-sum: exact, and infinite or NaN only where the sum is.
    const double of_addend = sum - product;
    sums[i] = sum;
    lost[i] = (product - (sum - of_addend)) + (addend - of_addend);
  }
  uint64_t sum_bits[Vec::width];
  uint64_t lost_bits[Vec::width];
  memcpy(sum_bits, sums, sizeof sums);
  memcpy(lost_bits, lost, sizeof lost);
  for (int i = 0; i < Vec::width; i++) {
    const uint64_t magnitude = lost_bits[i] & 0x7fffffffffffffffu;
    const uint64_t not_zero = (magnitude + 0x7fffffffffffffffu) >> 63;
    const uint64_t finite = (magnitude - 0x7ff0000000000000u) >> 63;
    const uint64_t opposite = (lost_bits[i] ^ sum_bits[i]) >> 63;
    const uint64_t step = ~sum_bits[i] & not_zero & finite;
    sum_bits[i] += step - 2 * (step & opposite);
  }
  memcpy(sums, sum_bits, sizeof sums);
  Vec out;
  for (int i = 0; i < Vec::width; i++) out.lanes[i] = static_cast<float>(sums[i]);
  return out;
}

#endif

inline Vec operator+(Vec a, Vec b) {
  return lane_by_lane(a, b, [](float x, float y) { return x + y; });
}
inline Vec operator-(Vec a, Vec b) {
  return lane_by_lane(a, b, [](float x, float y) { return x - y; });
}
inline Vec operator*(Vec a, Vec b) {
  return lane_by_lane(a, b, [](float x, float y) { return x * y; });
}
inline Vec operator/(Vec a, Vec b) {
  return lane_by_lane(a, b, [](float x, float y) { return x / y; });
}

/** False where either is NaN. */
inline Mask operator<(Vec a, Vec b) {
  return compared(a, b, [](float x, float y) { return x < y ? ~0u : 0u; });
}
inline Mask operator>(Vec a, Vec b) {
  return compared(a, b, [](float x, float y) { return x > y ? ~0u : 0u; });
}
/** a where the mask is set, else b. */
inline Vec select(Mask mask, Vec a, Vec b) {
  Vec out;
  for (int i = 0; i < Vec::width; i++) {
    out.lanes[i] = float_of((bits_of(a.lanes[i]) & mask.bits[i]) | (bits_of(b.lanes[i]) & ~mask.bits[i]));
  }
  return out;
}
/** limit where x > limit, else x: NaN stays. */
inline Vec at_most(Vec x, Vec limit) { return select(x > limit, limit, x); }
/** limit where x < limit, else x: NaN stays. */
inline Vec at_least(Vec x, Vec limit) { return select(x < limit, limit, x); }

inline Vec absolute(Vec x) {
  for (float& lane : x.lanes) lane = float_of(bits_of(lane) & 0x7fffffffu);
  return x;
}
/** A magnitude, whose own sign bit is clear, with the sign of another. */
inline Vec with_sign(Vec magnitude, Vec sign) {
  return lane_by_lane(magnitude, sign, [](float x, float y) { return float_of(bits_of(x) | (bits_of(y) & 0x80000000u)); });
}
/** The lowest 9 bits of a lane as its sign and exponent, with a mantissa of 0: 2^n of 1.5 * 2^23 + 127 + n, n from -126 to 127. */
inline Vec low_bits_as_exponent(Vec x) {
  for (float& lane : x.lanes) lane = float_of(bits_of(lane) << 23);
  return x;
}

}  // namespace
