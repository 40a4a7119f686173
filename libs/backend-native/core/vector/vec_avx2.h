#pragma once

// Eight lanes of AVX2 with FMA. The interface of every vec_*.h is the same; see vector/README.md.

#include <immintrin.h>

#include <cstdint>

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

inline Vec absolute(Vec x) { return {_mm256_andnot_ps(_mm256_set1_ps(-0.0f), x.lanes)}; }
/** The magnitude of one with the sign of the other. */
inline Vec with_sign(Vec magnitude, Vec sign) {
  const __m256 bit = _mm256_set1_ps(-0.0f);
  return {_mm256_or_ps(_mm256_andnot_ps(bit, magnitude.lanes), _mm256_and_ps(bit, sign.lanes))};
}
/** 2^n of whole n from -126 to 127. */
inline Vec power_of_two(Vec n) {
  const __m256i exponent = _mm256_add_epi32(_mm256_cvtps_epi32(n.lanes), _mm256_set1_epi32(127));
  return {_mm256_castsi256_ps(_mm256_slli_epi32(exponent, 23))};
}
/** To the nearest whole number, halves to even. */
inline Vec nearest(Vec x) { return {_mm256_round_ps(x.lanes, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)}; }

}  // namespace
