#pragma once

#include <cstddef>
#include <memory>

#include "objective/softmax.h"
#include "objective/target_rule.h"
#include "program/reader.h"

namespace lockstep {

/**
 * A loss over one entry, a vector along the last axis of the outputs, in float64: operation by operation as its namesake in
 * libs/objective/src/losses, which says what it computes and where that comes from. Not shared between threads.
 */
class Loss {
 public:
  explicit Loss(size_t width) : width(width), target_width(width) {}
  virtual ~Loss() = default;
  Loss(const Loss&) = delete;
  Loss& operator=(const Loss&) = delete;

  /**
   * Loss of an entry of outputs, (width), with its targets, (target_width), for which the rule holds. Where `gradient` is
   * given, writes weight * d(loss)/d(outputs) to it, (width), rounded to float32.
   */
  virtual double entry(const float* outputs, const float* targets, double weight, float* gradient) = 0;

  /** What the last entry's softmax was made of, where it was. */
  virtual const Softmax* softmax() const { return nullptr; }

  /** Entries with this target count for nothing; null: none. */
  const double* ignored_target() const { return has_ignored_ ? &ignored_ : nullptr; }

  const size_t width;
  /** Target values for each entry: width, or 1 where they are class numbers. */
  const size_t target_width;
  const TargetRule rule;

 protected:
  Loss(size_t width, size_t target_width, TargetRule rule) : width(width), target_width(target_width), rule(rule) {}

  void ignore(double target) {
    has_ignored_ = true;
    ignored_ = target;
  }

 private:
  bool has_ignored_ = false;
  double ignored_ = 0;
};

/** What a loss is made for. */
struct LossSetting {
  /** Values of an entry of the outputs. */
  size_t width;
  /** Whether the outputs are logits, not probabilities. */
  bool is_logits;
};

/** By Keras's name; in the order of lossKinds in src/objective/encode-objective.ts. */
enum class LossKind {
  binary_crossentropy,
  categorical_crossentropy,
  categorical_hinge,
  cosine_similarity,
  hinge,
  huber,
  kl_divergence,
  log_cosh,
  mean_absolute_error,
  mean_absolute_percentage_error,
  mean_squared_error,
  mean_squared_logarithmic_error,
  poisson,
  sparse_categorical_crossentropy,
  squared_hinge,
};

constexpr int loss_count = 15;

/** A loss with the options that follow in the program. @throws Failure where the program is wrong */
std::unique_ptr<Loss> read_loss(Reader& program, const LossSetting& setting);

// Losses that are metrics as well.
std::unique_ptr<Loss> binary_crossentropy(const LossSetting& setting, double label_smoothing);
std::unique_ptr<Loss> categorical_crossentropy(const LossSetting& setting, double label_smoothing);
/** @param ignored class of which entries count for nothing, or null */
std::unique_ptr<Loss> sparse_categorical_crossentropy(const LossSetting& setting, const double* ignored);
/** One without options. */
std::unique_ptr<Loss> plain_loss(LossKind kind, size_t width);

}  // namespace lockstep
