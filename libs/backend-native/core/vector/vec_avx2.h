#pragma once

// Eight lanes of AVX2 with FMA. The interface of every vec_*.h is the same; see vector/README.md.

#include <immintrin.h>

namespace {

struct Mask {
  __m256 bits;
};

struct Vec {
  static constexpr int width = 8;
  __m256 lanes;

  static inline Vec zero() { return {_mm256_setzero_ps()}; }
  static inline Vec all(float value) { return {_mm256_set1_ps(value)}; }
  static inline Vec all_of(const float* from) { return {_mm256_broadcast_ss(from)}; }
  static inline Vec load(const float* from) { return {_mm256_loadu_ps(from)}; }
  inline void store(float* to) const { _mm256_storeu_ps(to, lanes); }
};

/** a b + c, rounded once. */
inline Vec fma(Vec a, Vec b, Vec c) { return {_mm256_fmadd_ps(a.lanes, b.lanes, c.lanes)}; }
inline Vec operator+(Vec a, Vec b) { return {_mm256_add_ps(a.lanes, b.lanes)}; }
inline Vec operator-(Vec a, Vec b) { return {_mm256_sub_ps(a.lanes, b.lanes)}; }
inline Vec operator*(Vec a, Vec b) { return {_mm256_mul_ps(a.lanes, b.lanes)}; }
inline Vec operator/(Vec a, Vec b) { return {_mm256_div_ps(a.lanes, b.lanes)}; }

/** False where either is NaN. */
inline Mask operator<(Vec a, Vec b) { return {_mm256_cmp_ps(a.lanes, b.lanes, _CMP_LT_OQ)}; }
inline Mask operator>(Vec a, Vec b) { return {_mm256_cmp_ps(a.lanes, b.lanes, _CMP_GT_OQ)}; }
/** a where the mask is set, else b. */
inline Vec select(Mask mask, Vec a, Vec b) { return {_mm256_blendv_ps(b.lanes, a.lanes, mask.bits)}; }
/** limit where x > limit, else x: NaN stays. The instruction gives its second operand where neither is smaller. */
inline Vec at_most(Vec x, Vec limit) { return {_mm256_min_ps(limit.lanes, x.lanes)}; }
/** limit where x < limit, else x: NaN stays. */
inline Vec at_least(Vec x, Vec limit) { return {_mm256_max_ps(limit.lanes, x.lanes)}; }

inline Vec absolute(Vec x) { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0f), x.lanes)}; }
/** A magnitude, whose own sign bit is clear, with the sign of another. */
inline Vec with_sign(Vec magnitude, Vec sign) {
  return {_mm256_or_ps(magnitude.lanes, _mm256_and_ps(_mm256_set1_ps(-0.0f), sign.lanes))};
}
/** The lowest 9 bits of a lane as its sign and exponent, with a mantissa of 0: 2^n of 1.5 * 2^23 + 127 + n, n from -126 to 127. */
inline Vec low_bits_as_exponent(Vec x) {
  return {_mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(x.lanes), 23))};
}

}  // namespace
