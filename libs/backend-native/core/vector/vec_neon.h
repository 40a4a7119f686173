#pragma once

// Four lanes of NEON on aarch64. The interface of every vec_*.h is the same; see vector/README.md.

#include <arm_neon.h>

namespace {

struct Mask {
  uint32x4_t bits;
};

struct Vec {
  static constexpr int width = 4;
  float32x4_t lanes;

  static inline Vec zero() { return {vdupq_n_f32(0.0f)}; }
  static inline Vec all(float value) { return {vdupq_n_f32(value)}; }
  static inline Vec all_of(const float* from) { return {vld1q_dup_f32(from)}; }
  static inline Vec load(const float* from) { return {vld1q_f32(from)}; }
  inline void store(float* to) const { vst1q_f32(to, lanes); }
};

/** a b + c, rounded once. */
inline Vec fma(Vec a, Vec b, Vec c) { return {vfmaq_f32(c.lanes, a.lanes, b.lanes)}; }
inline Vec operator+(Vec a, Vec b) { return {vaddq_f32(a.lanes, b.lanes)}; }
inline Vec operator-(Vec a, Vec b) { return {vsubq_f32(a.lanes, b.lanes)}; }
inline Vec operator*(Vec a, Vec b) { return {vmulq_f32(a.lanes, b.lanes)}; }
inline Vec operator/(Vec a, Vec b) { return {vdivq_f32(a.lanes, b.lanes)}; }

/** False where either is NaN. */
inline Mask operator<(Vec a, Vec b) { return {vcltq_f32(a.lanes, b.lanes)}; }
inline Mask operator>(Vec a, Vec b) { return {vcgtq_f32(a.lanes, b.lanes)}; }
/** a where the mask is set, else b. */
inline Vec select(Mask mask, Vec a, Vec b) { return {vbslq_f32(mask.bits, a.lanes, b.lanes)}; }
/** limit where x > limit, else x: NaN stays. Not vminq_f32, which orders zeros. */
inline Vec at_most(Vec x, Vec limit) { return select(x > limit, limit, x); }
/** limit where x < limit, else x: NaN stays. */
inline Vec at_least(Vec x, Vec limit) { return select(x < limit, limit, x); }

inline Vec absolute(Vec x) { return {vabsq_f32(x.lanes)}; }
/** A magnitude, whose own sign bit is clear, with the sign of another. */
inline Vec with_sign(Vec magnitude, Vec sign) {
  return {vbslq_f32(vdupq_n_u32(0x80000000u), sign.lanes, magnitude.lanes)};
}
/** The lowest 9 bits of a lane as its sign and exponent, with a mantissa of 0: 2^n of 1.5 * 2^23 + 127 + n, n from -126 to 127. */
inline Vec low_bits_as_exponent(Vec x) {
  return {vreinterpretq_f32_u32(vshlq_n_u32(vreinterpretq_u32_f32(x.lanes), 23))};
}

}  // namespace
