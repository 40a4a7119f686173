#pragma once

#include <cstddef>
#include <vector>

// What softmax is made of, as libs/objective/src/softmax.ts has it: with large vocabularies these loops are much of a step.

namespace lockstep::numerics {

/** The largest of `count` values: NaN where one is NaN, -Infinity of none. Of 0 and -0 either. */
double largest_of(const float* values, size_t count);

/**
 * Writes e^(z[i] - largest) to terms, for z up to largest, or NaN. Never overflows.
 * @returns the sum of the terms, from the first on
 */
double exponentiate(const float* z, double largest, double* terms, size_t count);

/** out[i] = scale (terms[i] / sum). */
void scaled_shares(const double* terms, double sum, double scale, float* out, size_t count);

/** The functions above for one instruction set; they all give the same bits. */
struct SoftmaxLoops {
  const char* instruction_set;
  double (*largest_of)(const float* values, size_t count);
  double (*exponentiate)(const float* z, double largest, double* terms, size_t count);
  void (*scaled_shares)(const double* terms, double sum, double scale, float* out, size_t count);
};

/** Those that this processor can run, best first. */
const std::vector<SoftmaxLoops>& available_softmax_loops();

}  // namespace lockstep::numerics
