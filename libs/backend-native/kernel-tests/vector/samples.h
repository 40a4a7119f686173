#pragma once

#include <vector>

namespace vector_tests {

/** Arguments; the lengths are multiples of 16, and the same in a, b and c. */
struct Samples {
  std::vector<float> a;
  std::vector<float> b;
  std::vector<float> c;
};

/**
 * Arguments of a function of one: every 4093rd bit pattern, so that all low bits occur too, and all around zeros, infinities, the
 * smallest normal and subnormal numbers, where results overflow, underflow or become constant, and where reductions change n.
 */
const std::vector<float>& argument_samples();

/** Operands of two and three: all combinations of special values, bit patterns at random, and close_sums(). */
const Samples& operand_samples();

/**
 * Operands of a b + c whose sum lies closer to the middle of two float32 than float64 can tell: rounding it to float64 first, then to
 * float32, goes wrong in about half of them.
 */
Samples close_sums();

}  // namespace vector_tests
