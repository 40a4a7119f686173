#pragma once

// Sixteen lanes of AVX-512 (F, DQ). The interface of every vec_*.h is the same; see vector/README.md.

// GCC 12 calls the operand uninitialised that its own header leaves undefined on purpose (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

namespace {

struct Mask {
  __mmask16 bits;
};

struct Vec {
  static constexpr int width = 16;
  __m512 lanes;

  static inline Vec zero() { return {_mm512_setzero_ps()}; }
  static inline Vec all(float value) { return {_mm512_set1_ps(value)}; }
  static inline Vec all_of(const float* from) { return {_mm512_set1_ps(*from)}; }
  static inline Vec load(const float* from) { return {_mm512_loadu_ps(from)}; }
  inline void store(float* to) const { _mm512_storeu_ps(to, lanes); }
};

/** a b + c, rounded once. */
inline Vec fma(Vec a, Vec b, Vec c) { return {_mm512_fmadd_ps(a.lanes, b.lanes, c.lanes)}; }
inline Vec operator+(Vec a, Vec b) { return {_mm512_add_ps(a.lanes, b.lanes)}; }
inline Vec operator-(Vec a, Vec b) { return {_mm512_sub_ps(a.lanes, b.lanes)}; }
inline Vec operator*(Vec a, Vec b) { return {_mm512_mul_ps(a.lanes, b.lanes)}; }
inline Vec operator/(Vec a, Vec b) { return {_mm512_div_ps(a.lanes, b.lanes)}; }

/** False where either is NaN. */
inline Mask operator<(Vec a, Vec b) { return {_mm512_cmp_ps_mask(a.lanes, b.lanes, _CMP_LT_OQ)}; }
inline Mask operator>(Vec a, Vec b) { return {_mm512_cmp_ps_mask(a.lanes, b.lanes, _CMP_GT_OQ)}; }
/** a where the mask is set, else b. */
inline Vec select(Mask mask, Vec a, Vec b) { return {_mm512_mask_blend_ps(mask.bits, b.lanes, a.lanes)}; }
/** limit where x > limit, else x: NaN stays. The instruction gives its second operand where neither is smaller. */
inline Vec at_most(Vec x, Vec limit) { return {_mm512_min_ps(limit.lanes, x.lanes)}; }
/** limit where x < limit, else x: NaN stays. */
inline Vec at_least(Vec x, Vec limit) { return {_mm512_max_ps(limit.lanes, x.lanes)}; }

inline Vec absolute(Vec x) { return {_mm512_andnot_ps(_mm512_set1_ps(-0.0f), x.lanes)}; }
/** A magnitude, whose own sign bit is clear, with the sign of another. */
inline Vec with_sign(Vec magnitude, Vec sign) {
  return {_mm512_or_ps(magnitude.lanes, _mm512_and_ps(_mm512_set1_ps(-0.0f), sign.lanes))};
}
/** The lowest 9 bits of a lane as its sign and exponent, with a mantissa of 0: 2^n of 1.5 * 2^23 + 127 + n, n from -126 to 127. */
inline Vec low_bits_as_exponent(Vec x) {
  return {_mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(x.lanes), 23))};
}

}  // namespace
