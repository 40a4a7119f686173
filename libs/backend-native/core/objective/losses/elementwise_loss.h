#pragma once

#include <utility>

#include "objective/losses/loss.h"

namespace lockstep {

/**
 * The mean along the last axis of a loss of one number against its target. Element has value(output, target) and
 * slope(output, target), which is d(value)/d(output); 0 or one of the two slopes at a corner, as TensorFlow has it.
 */
template <class Element>
class ElementwiseLoss final : public Loss {
 public:
  explicit ElementwiseLoss(size_t width, Element element = {}, TargetRule rule = {})
      : Loss(width, width, rule), element_(element) {}

  double entry(const float* outputs, const float* targets, double weight, float* gradient) override {
    const double count = static_cast<double>(width);
    double sum = 0;
    for (size_t i = 0; i < width; i++) sum += element_.value(outputs[i], targets[i]);
    if (gradient != nullptr) {
      for (size_t i = 0; i < width; i++) {
        gradient[i] = static_cast<float>((weight * element_.slope(outputs[i], targets[i])) / count);
      }
    }
    return sum / count;
  }

 private:
  Element element_;
};

template <class Element>
std::unique_ptr<Loss> elementwise(size_t width, Element element = {}, TargetRule rule = {}) {
  return std::make_unique<ElementwiseLoss<Element>>(width, std::move(element), rule);
}

}  // namespace lockstep
