#pragma once

#include "objective/metrics/metric.h"

namespace lockstep {

/** The weighted mean over entries of a number that each has; sums are that of weight * value and that of weight. */
class MeanMetric : public Metric {
 public:
  explicit MeanMetric(TargetRule rule = {}) : Metric(2, rule) {}

  void add(const MeasuredBatch& batch, double* sums) override;

 protected:
  virtual double value(const MeasuredBatch& batch, size_t at) = 0;
};

/** The mean of a loss. */
class MeanLoss : public MeanMetric {
 public:
  /** @param of_outputs whether the loss is of what the objective's loss works on, not of predictions */
  MeanLoss(std::unique_ptr<Loss> loss, bool of_outputs)
      : MeanMetric(loss->rule), loss_(std::move(loss)), of_outputs_(of_outputs) {}

 protected:
  double value(const MeasuredBatch& batch, size_t at) override;

 private:
  std::unique_ptr<Loss> loss_;
  bool of_outputs_;
};

/** The mean squared error of predictions, of which a root will be taken. It ignores masks, as Keras's does. */
class RootMeanSquaredError final : public MeanLoss {
 public:
  explicit RootMeanSquaredError(size_t width) : MeanLoss(plain_loss(LossKind::mean_squared_error, width), false) {}

  void add(const MeasuredBatch& batch, double* sums) override;
};

}  // namespace lockstep
