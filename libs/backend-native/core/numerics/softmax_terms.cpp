#include "numerics/softmax_terms.h"

#include <cstring>
#include <limits>

#include "numerics/exp.h"

// Plain loops, which the compiler turns into vectors of whatever the processor has. Each lane is the arithmetic of one
// element, and sums keep their order, so the number of lanes does not reach the bits.

namespace lockstep::numerics {

namespace {

#define LOCKSTEP_INLINE inline __attribute__((always_inline))

constexpr size_t chunk = 16;

/**
 * A chunk without looking at exp's lower limit.
 * @returns whether that may be: no value was below it, nor perhaps NaN
 */
LOCKSTEP_INLINE bool exponentiate_chunk(const float* __restrict z, double largest, double* __restrict terms) {
  uint64_t signs = 0;
  for (size_t i = 0; i < chunk; i++) {
    const double x = z[i] - largest;
    signs |= bits_of(x - exp_smallest);
    terms[i] = exp_within_limits(x);
  }
  return signs >> 63 == 0;
}

LOCKSTEP_INLINE double exponentiate_all(const float* z, double largest, double* terms, size_t count) {
  double sum = 0;
  const size_t whole = count - count % chunk;
  for (size_t start = 0; start < whole; start += chunk) {
    if (!exponentiate_chunk(z + start, largest, terms + start)) {
      for (size_t i = start; i < start + chunk; i++) terms[i] = exp(z[i] - largest);
    }
    // In here, so that the processor adds while it works on the next chunk.
    for (size_t i = start; i < start + chunk; i++) sum += terms[i];
  }
  for (size_t i = whole; i < count; i++) sum += terms[i] = exp(z[i] - largest);
  return sum;
}

LOCKSTEP_INLINE void share_all(const double* __restrict terms, double sum, double scale, float* __restrict out,
                               size_t count) {
  for (size_t i = 0; i < count; i++) out[i] = static_cast<float>(scale * (terms[i] / sum));
}

/** Of vectors, as compilers make none of a maximum that minds NaN. */
LOCKSTEP_INLINE double largest_of_all(const float* values, size_t count) {
  constexpr size_t width = 4;
  typedef float Lanes __attribute__((vector_size(width * sizeof(float))));
  typedef int32_t Flags __attribute__((vector_size(width * sizeof(int32_t))));
  float largest = -std::numeric_limits<float>::infinity();
  bool has_nan = false;
  Lanes lanes = {largest, largest, largest, largest};
  Flags nans = {};
  const size_t whole = count - count % width;
  for (size_t i = 0; i < whole; i += width) {
    Lanes next;
    std::memcpy(&next, values + i, sizeof next);
    // A NaN fails every comparison, so it is counted apart.
    lanes = next > lanes ? next : lanes;
    nans |= next != next;
  }
  const auto take = [&](float value) {
    largest = value > largest ? value : largest;
    has_nan |= value != value;
  };
  for (size_t i = whole; i < count; i++) take(values[i]);
  for (size_t lane = 0; lane < width; lane++) {
    take(lanes[lane]);
    has_nan |= nans[lane] != 0;
  }
  return has_nan ? std::numeric_limits<double>::quiet_NaN() : largest;
}

#define LOCKSTEP_SOFTMAX_LOOPS(name, attributes)                                                                        \
  attributes double largest_##name(const float* values, size_t count) { return largest_of_all(values, count); }         \
  attributes double exponentiate_##name(const float* z, double largest, double* terms, size_t count) {                  \
    return exponentiate_all(z, largest, terms, count);                                                                  \
  }                                                                                                                     \
  attributes void shares_##name(const double* terms, double sum, double scale, float* out, size_t count) {              \
    share_all(terms, sum, scale, out, count);                                                                           \
  }                                                                                                                     \
  constexpr SoftmaxLoops loops_##name = {#name, largest_##name, exponentiate_##name, shares_##name};

// GCC takes half of each vector otherwise; Clang knows no such wish, and chooses. The bits are the same.
#if defined(__clang__)
#define LOCKSTEP_WIDE_VECTORS
#else
#define LOCKSTEP_WIDE_VECTORS ",prefer-vector-width=512"
#endif

LOCKSTEP_SOFTMAX_LOOPS(baseline, )
#if defined(__x86_64__)
LOCKSTEP_SOFTMAX_LOOPS(avx2, __attribute__((target("avx2"))))
LOCKSTEP_SOFTMAX_LOOPS(avx512, __attribute__((target("avx512f,avx512dq,avx512vl" LOCKSTEP_WIDE_VECTORS))))
#endif

std::vector<SoftmaxLoops> find_loops() {
  std::vector<SoftmaxLoops> found;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    found.push_back(loops_avx512);
  }
  if (__builtin_cpu_supports("avx2")) found.push_back(loops_avx2);
#endif
  found.push_back(loops_baseline);
  return found;
}

const SoftmaxLoops& fastest() {
  static const SoftmaxLoops& first = available_softmax_loops().front();
  return first;
}

}  // namespace

const std::vector<SoftmaxLoops>& available_softmax_loops() {
  static const std::vector<SoftmaxLoops> available = find_loops();
  return available;
}

double largest_of(const float* values, size_t count) { return fastest().largest_of(values, count); }

double exponentiate(const float* z, double largest, double* terms, size_t count) {
  return fastest().exponentiate(z, largest, terms, count);
}

void scaled_shares(const double* terms, double sum, double scale, float* out, size_t count) {
  fastest().scaled_shares(terms, sum, scale, out, count);
}

}  // namespace lockstep::numerics
