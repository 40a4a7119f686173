#pragma once

#include "numerics/ecmascript.h"

namespace lockstep {

/** Keras's epsilon, which keeps divisors and logarithms from zero, as float32 has it. */
constexpr double epsilon = static_cast<float>(1e-7);

/** Where Keras clips probabilities: in float32 the upper bound is 1 - 1.19e-7. */
constexpr double lowest_probability = epsilon;
constexpr double highest_probability = static_cast<float>(1 - 1e-7);

/** A probability within Keras's bounds. NaN stays NaN. */
inline double clip_probability(double probability) {
  return numerics::smaller_of(numerics::larger_of(probability, lowest_probability), highest_probability);
}

/** Whether clipping lets the slope of a probability through. */
inline bool is_within_clip(double probability) {
  return probability >= lowest_probability && probability <= highest_probability;
}

}  // namespace lockstep
