#pragma once

#include "objective/metrics/metric.h"

// Metrics that count values one by one, those of masked entries too, as Keras does.

namespace lockstep {

/** Weights of the values that are predicted positive and are, and are not; then of those predicted negative: true, false. */
class ConfusionMetric final : public Metric {
 public:
  /** @param class_id the one place of the last axis that counts, or -1 for all */
  ConfusionMetric(size_t width, double threshold, int32_t class_id)
      : Metric(4),
        first_(class_id < 0 ? 0 : static_cast<size_t>(class_id)),
        end_(class_id < 0 ? width : first_ + 1),
        border_(static_cast<float>(threshold)) {}

  void add(const MeasuredBatch& batch, double* sums) override;

 private:
  size_t first_;
  size_t end_;
  float border_;
};

/**
 * Weights of positive targets by the bucket between two of Keras's evenly spaced thresholds that the prediction falls into, then
 * of negative ones: what an area under a curve is made of.
 */
class AucBuckets final : public Metric {
 public:
  /** @param from_logits whether predictions go through a sigmoid first */
  AucBuckets(size_t width, size_t thresholds, bool from_logits)
      : Metric(2 * thresholds), width_(width), thresholds_(thresholds), from_logits_(from_logits) {}

  void add(const MeasuredBatch& batch, double* sums) override;

 private:
  size_t bucket_of(double prediction) const;

  size_t width_;
  size_t thresholds_;
  bool from_logits_;
};

/** True positives, false positives, false negatives and targets: of each class, or of all together. */
class F1Counts final : public Metric {
 public:
  /** @param threshold a prediction above it is positive; null: the largest of an entry is */
  F1Counts(size_t width, bool is_micro, const double* threshold)
      : Metric(is_micro ? 4 : 4 * width),
        width_(width),
        stride_(is_micro ? 0 : 4),
        has_border_(threshold != nullptr),
        border_(threshold == nullptr ? 0 : static_cast<float>(*threshold)) {}

  void add(const MeasuredBatch& batch, double* sums) override;

 private:
  size_t width_;
  size_t stride_;
  bool has_border_;
  float border_;
};

/** Of each column: sums of targets, their squares, squared residuals and weights; after all of them the number of targets. */
class R2Sums final : public Metric {
 public:
  explicit R2Sums(size_t width) : Metric(4 * width + 1), width_(width) {}

  void add(const MeasuredBatch& batch, double* sums) override;

 private:
  size_t width_;
};

}  // namespace lockstep
