#pragma once

#include "objective/metrics/mean_metric.h"

namespace lockstep {

/** Share of the entry's values whose prediction, as 1 where it is above the threshold and else 0, equals the target. */
class BinaryAccuracy final : public MeanMetric {
 public:
  explicit BinaryAccuracy(size_t width, double threshold = 0.5) : width_(width), border_(static_cast<float>(threshold)) {}

 protected:
  double value(const MeasuredBatch& batch, size_t at) override;

 private:
  size_t width_;
  float border_;
};

/** 1 where the largest prediction stands at the largest target's place (the first of equals), else 0. */
class CategoricalAccuracy final : public MeanMetric {
 public:
  explicit CategoricalAccuracy(size_t width) : width_(width) {}

 protected:
  double value(const MeasuredBatch& batch, size_t at) override;

 private:
  size_t width_;
};

/** 1 where the largest prediction (the first of equals) stands at the place that the target names, else 0. */
class SparseCategoricalAccuracy final : public MeanMetric {
 public:
  explicit SparseCategoricalAccuracy(size_t width) : width_(width) {}

 protected:
  double value(const MeasuredBatch& batch, size_t at) override;

 private:
  size_t width_;
};

/** 1 where the largest target's place is among the k largest predictions, else 0. */
class TopKAccuracy final : public MeanMetric {
 public:
  TopKAccuracy(size_t width, size_t k) : width_(width), k_(k) {}

 protected:
  double value(const MeasuredBatch& batch, size_t at) override;

 private:
  size_t width_;
  size_t k_;
};

/** 1 where the class, the target, is among the k largest predictions, else 0. */
class SparseTopKAccuracy final : public MeanMetric {
 public:
  SparseTopKAccuracy(size_t width, size_t k) : width_(width), k_(k) {}

 protected:
  double value(const MeasuredBatch& batch, size_t at) override;

 private:
  size_t width_;
  size_t k_;
};

}  // namespace lockstep
