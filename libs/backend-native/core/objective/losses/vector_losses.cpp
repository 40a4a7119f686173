#include "objective/losses/vector_losses.h"

#include <cmath>
#include <limits>

#include "numerics/ecmascript.h"
#include "numerics/elementary.h"
#include "objective/losses/epsilon.h"

namespace lockstep {

namespace {

using numerics::larger_of;
using numerics::smaller_of;

/** 1 / |vector|, at most 1 / epsilon. */
double inverse_norm(const float* values, size_t width) {
  double squares = 0;
  for (size_t i = 0; i < width; i++) {
    const double value = values[i];
    squares += value * value;
  }
  return smaller_of(1 / std::sqrt(squares), 1 / epsilon);
}

double clip(double value) { return smaller_of(larger_of(value, epsilon), 1); }

}  // namespace

double CategoricalHinge::entry(const float* outputs, const float* targets, double weight, float* gradient) {
  double right = 0;
  double wrong = -std::numeric_limits<double>::infinity();
  double ties = 0;
  for (size_t i = 0; i < width; i++) {
    const double output = outputs[i];
    const double target = targets[i];
    right += target * output;
    const double candidate = (1 - target) * output;
    ties = candidate == wrong ? ties + 1 : candidate > wrong ? 1 : ties;
    wrong = larger_of(wrong, candidate);
  }
  const double loss = wrong - right + 1;
  if (gradient != nullptr) {
    for (size_t i = 0; i < width; i++) {
      const double target = targets[i];
      // Equals share the slope of the largest.
      const bool is_largest = (1 - target) * static_cast<double>(outputs[i]) == wrong;
      const double slope = (is_largest ? (1 - target) / ties : 0) - target;
      gradient[i] = loss >= 0 ? static_cast<float>(weight * slope) : 0;
    }
  }
  return larger_of(loss, 0);
}

double CosineSimilarity::entry(const float* outputs, const float* targets, double weight, float* gradient) {
  const double output_scale = inverse_norm(outputs, width);
  const double target_scale = inverse_norm(targets, width);
  double cosine = 0;
  for (size_t i = 0; i < width; i++) cosine += outputs[i] * output_scale * (targets[i] * target_scale);
  if (gradient != nullptr) {
    // Where the norm was too small to divide by, it is a constant.
    const double along_output = output_scale < 1 / epsilon ? cosine * output_scale : 0;
    for (size_t i = 0; i < width; i++) {
      const double pull = targets[i] * target_scale - outputs[i] * along_output;
      gradient[i] = static_cast<float>(-weight * output_scale * pull);
    }
  }
  return -cosine;
}

double KlDivergence::entry(const float* outputs, const float* targets, double weight, float* gradient) {
  double sum = 0;
  for (size_t i = 0; i < width; i++) {
    const double output = outputs[i];
    const double p = clip(output);
    const double y = clip(targets[i]);
    sum += y * numerics::log(y / p);
    if (gradient != nullptr) gradient[i] = p == output ? static_cast<float>((-weight * y) / p) : 0;
  }
  return sum;
}

}  // namespace lockstep
