#include <cmath>

#include "numerics/elementary.h"
#include "objective/losses/elementwise_loss.h"
#include "objective/losses/epsilon.h"

namespace lockstep {

namespace {

/** max(z, 0) - z y + log(1 + exp(-|z|)), TensorFlow's stable form: never overflows. */
struct BinaryFromLogits {
  double value(double logit, double target) const {
    return numerics::larger_of(logit, 0) - logit * target + numerics::log1p(numerics::exp(-std::fabs(logit)));
  }
  double slope(double logit, double target) const { return numerics::sigmoid(logit) - target; }
};

/** -y log(p) - (1-y) log(1-p) of the clipped p; a clipped p has no slope. */
struct BinaryFromProbabilities {
  double value(double probability, double target) const {
    const double p = clip_probability(probability);
    return -target * numerics::log(p) - (1 - target) * numerics::log(1 - p);
  }
  double slope(double probability, double target) const {
    return is_within_clip(probability) ? (1 - target) / (1 - probability) - target / probability : 0;
  }
};

/** Moves targets towards a half. */
template <class Element>
struct Smoothed {
  double label_smoothing;
  Element element = {};

  double value(double output, double target) const { return element.value(output, smooth(target)); }
  double slope(double output, double target) const { return element.slope(output, smooth(target)); }

 private:
  double smooth(double target) const { return target * (1 - label_smoothing) + 0.5 * label_smoothing; }
};

template <class Element>
std::unique_ptr<Loss> smoothed(size_t width, double label_smoothing) {
  if (label_smoothing == 0) return elementwise<Element>(width);
  return elementwise<Smoothed<Element>>(width, {label_smoothing});
}

/** Shares of classes, of which each gets a part of the smoothing. */
class Shares {
 public:
  Shares(size_t width, double label_smoothing)
      : label_smoothing_(label_smoothing), of_each_(label_smoothing / static_cast<double>(width)) {}

  double operator()(double target) const {
    return label_smoothing_ == 0 ? target : target * (1 - label_smoothing_) + of_each_;
  }

 private:
  double label_smoothing_;
  double of_each_;
};

/** sum(y) log(sum(exp(z))) - sum(y z), the stable form. */
class CategoricalFromLogits final : public Loss {
 public:
  CategoricalFromLogits(size_t width, double label_smoothing)
      : Loss(width), share_of_(width, label_smoothing), softmax_(width) {}

  double entry(const float* outputs, const float* targets, double weight, float* gradient) override {
    softmax_.take(outputs);
    const double log_sum = numerics::log(softmax_.sum());
    const double largest = softmax_.largest();
    double loss = 0;
    double shares = 0;
    for (size_t k = 0; k < width; k++) {
      const double share = share_of_(targets[k]);
      shares += share;
      loss += share * (log_sum - (outputs[k] - largest));
    }
    if (gradient != nullptr) {
      for (size_t k = 0; k < width; k++) {
        gradient[k] = static_cast<float>(weight * (shares * softmax_.probability(k) - share_of_(targets[k])));
      }
    }
    return loss;
  }

  const Softmax* softmax() const override { return &softmax_; }

 private:
  Shares share_of_;
  Softmax softmax_;
};

/** Divides by the sum first, then clips, as Keras does; a clipped probability has no slope. */
class CategoricalFromProbabilities final : public Loss {
 public:
  CategoricalFromProbabilities(size_t width, double label_smoothing) : Loss(width), share_of_(width, label_smoothing) {}

  double entry(const float* outputs, const float* targets, double weight, float* gradient) override {
    if (slopes_.empty()) slopes_.resize(width);
    double sum = 0;
    for (size_t k = 0; k < width; k++) sum += outputs[k];
    double loss = 0;
    double mean = 0;  // of the slopes, weighted by the probabilities: what dividing by the sum takes off
    for (size_t k = 0; k < width; k++) {
      const double share = share_of_(targets[k]);
      const double probability = outputs[k] / sum;
      // A share of 0 takes 0 times a finite number away: of one-hot targets one logarithm is enough.
      const bool is_nan = probability != probability;
      if (share != 0 || is_nan) loss -= share * numerics::log(clip_probability(probability));
      const double slope = is_within_clip(probability) ? -share / probability : 0;
      slopes_[k] = slope;
      mean += slope * probability;
    }
    if (gradient != nullptr) {
      for (size_t k = 0; k < width; k++) gradient[k] = static_cast<float>((weight * (slopes_[k] - mean)) / sum);
    }
    return loss;
  }

 private:
  Shares share_of_;
  std::vector<double> slopes_;
};

class SparseLoss : public Loss {
 protected:
  SparseLoss(size_t width, const double* ignored) : Loss(width, 1, TargetRule::class_number(width)) {
    if (ignored != nullptr) ignore(*ignored);
  }
};

/** log(sum(exp(z))) - z of the class, the stable form. */
class SparseFromLogits final : public SparseLoss {
 public:
  SparseFromLogits(size_t width, const double* ignored) : SparseLoss(width, ignored), softmax_(width) {}

  double entry(const float* outputs, const float* targets, double weight, float* gradient) override {
    const size_t target = static_cast<size_t>(targets[0]);
    softmax_.take(outputs);
    if (gradient != nullptr) {
      softmax_.write(weight, gradient);
      // Subtracted in float64: near 1, what float32 holds of the probability is too coarse.
      gradient[target] = static_cast<float>(weight * (softmax_.probability(target) - 1));
    }
    return numerics::log(softmax_.sum()) - (outputs[target] - softmax_.largest());
  }

  const Softmax* softmax() const override { return &softmax_; }

 private:
  Softmax softmax_;
};

/** Keras clips, takes the logarithm and then the softmax of that: log(sum(clipped p)) - log(clipped p of the class). */
class SparseFromProbabilities final : public SparseLoss {
 public:
  SparseFromProbabilities(size_t width, const double* ignored) : SparseLoss(width, ignored) {}

  double entry(const float* outputs, const float* targets, double weight, float* gradient) override {
    const size_t target = static_cast<size_t>(targets[0]);
    double sum = 0;
    for (size_t k = 0; k < width; k++) sum += clip_probability(outputs[k]);
    const double probability = clip_probability(outputs[target]);
    if (gradient != nullptr) {
      for (size_t k = 0; k < width; k++) {
        const double slope = k == target ? 1 / sum - 1 / probability : 1 / sum;
        gradient[k] = is_within_clip(outputs[k]) ? static_cast<float>(weight * slope) : 0;
      }
    }
    return numerics::log(sum) - numerics::log(probability);
  }
};

}  // namespace

std::unique_ptr<Loss> binary_crossentropy(const LossSetting& setting, double label_smoothing) {
  if (setting.is_logits) return smoothed<BinaryFromLogits>(setting.width, label_smoothing);
  return smoothed<BinaryFromProbabilities>(setting.width, label_smoothing);
}

std::unique_ptr<Loss> categorical_crossentropy(const LossSetting& setting, double label_smoothing) {
  if (setting.is_logits) return std::make_unique<CategoricalFromLogits>(setting.width, label_smoothing);
  return std::make_unique<CategoricalFromProbabilities>(setting.width, label_smoothing);
}

std::unique_ptr<Loss> sparse_categorical_crossentropy(const LossSetting& setting, const double* ignored) {
  if (setting.is_logits) return std::make_unique<SparseFromLogits>(setting.width, ignored);
  return std::make_unique<SparseFromProbabilities>(setting.width, ignored);
}

}  // namespace lockstep
