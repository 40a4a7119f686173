#include "objective/metrics/counting_metrics.h"

#include <cmath>

#include "numerics/ecmascript.h"
#include "numerics/elementary.h"
#include "numerics/softmax_terms.h"

namespace lockstep {

void ConfusionMetric::add(const MeasuredBatch& batch, double* sums) {
  for (size_t at = 0; at < batch.entries; at++) {
    const double weight = batch.sample_weight(at);
    const float* predictions = batch.predictions[at];
    const float* targets = batch.targets_of(at);
    for (size_t i = first_; i < end_; i++) {
      const bool is_positive = targets[i] != 0;
      const bool is_predicted = predictions[i] > border_;
      sums[is_predicted ? (is_positive ? 0 : 1) : is_positive ? 3 : 2] += weight;
    }
  }
}

void AucBuckets::add(const MeasuredBatch& batch, double* sums) {
  for (size_t at = 0; at < batch.entries; at++) {
    const double weight = batch.sample_weight(at);
    const float* predictions = batch.predictions[at];
    const float* targets = batch.targets_of(at);
    for (size_t i = 0; i < width_; i++) {
      const double prediction = predictions[i];
      const size_t bucket =
          bucket_of(from_logits_ ? static_cast<double>(static_cast<float>(numerics::sigmoid(prediction))) : prediction);
      sums[targets[i] == 0 ? thresholds_ + bucket : bucket] += weight;
    }
  }
}

/**
 * The last threshold that is below the prediction. The first and the last threshold are -1e-7 and 1 + 1e-7, so 0 is
 * above the first. In float32 as Keras has it: k/199 must fall below threshold k.
 */
size_t AucBuckets::bucket_of(double prediction) const {
  if (!(prediction > 0)) return 0;
  const float place = static_cast<float>(numerics::smaller_of(prediction, 1) * static_cast<double>(thresholds_ - 1));
  return static_cast<size_t>(numerics::larger_of(std::ceil(static_cast<double>(place)) - 1, 0));
}

void F1Counts::add(const MeasuredBatch& batch, double* sums) {
  for (size_t at = 0; at < batch.entries; at++) {
    const double weight = batch.sample_weight(at);
    const float* predictions = batch.predictions[at];
    const float* targets = batch.targets_of(at);
    const double border = has_border_ ? border_ : numerics::largest_of(predictions, width_);
    for (size_t k = 0; k < width_; k++) {
      const double target = targets[k];
      const double prediction = predictions[k];
      const bool is_largest = prediction >= border && std::fabs(prediction) > 1e-9;
      const double predicted = (has_border_ ? prediction > border : is_largest) ? 1 : 0;
      double* counts = sums + k * stride_;
      counts[0] += weight * predicted * target;
      counts[1] += weight * predicted * (1 - target);
      counts[2] += weight * (1 - predicted) * target;
      counts[3] += weight * target;
    }
  }
}

void R2Sums::add(const MeasuredBatch& batch, double* sums) {
  for (size_t at = 0; at < batch.entries; at++) {
    const double weight = batch.sample_weight(at);
    const float* predictions = batch.predictions[at];
    const float* targets = batch.targets_of(at);
    for (size_t k = 0; k < width_; k++) {
      const double target = targets[k];
      const double error = target - predictions[k];
      double* column = sums + k * 4;
      column[0] += weight * target;
      column[1] += weight * target * target;
      column[2] += weight * error * error;
      column[3] += weight;
    }
  }
  sums[width_ * 4] += static_cast<double>(batch.entries * width_);
}

}  // namespace lockstep
