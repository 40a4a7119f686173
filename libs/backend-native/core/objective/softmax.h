#pragma once

#include <cstddef>
#include <vector>

#include "numerics/softmax_terms.h"

namespace lockstep {

/** Exponentials of one entry after the other, in memory that is kept. */
class Softmax {
 public:
  explicit Softmax(size_t width) : width_(width) {}

  /** Makes the exponentials of an entry of logits, (width). */
  void take(const float* logits) {
    // Not before there are such logits: a program alone allocates nothing.
    if (terms_.empty()) terms_.resize(width_);
    largest_ = numerics::largest_of(logits, width_);
    sum_ = numerics::exponentiate(logits, largest_, terms_.data(), width_);
  }

  double largest() const { return largest_; }
  double sum() const { return sum_; }
  double probability(size_t k) const { return terms_[k] / sum_; }

  /** out[k] = scale * probability of k, (width). */
  void write(double scale, float* out) const { numerics::scaled_shares(terms_.data(), sum_, scale, out, width_); }

 private:
  size_t width_;
  std::vector<double> terms_;
  double largest_ = 0;
  double sum_ = 0;
};

}  // namespace lockstep
