#include "objective/metrics/mean_metric.h"

namespace lockstep {

void MeanMetric::add(const MeasuredBatch& batch, double* sums) {
  double total = 0;
  double weights = 0;
  for (size_t at = 0; at < batch.entries; at++) {
    const bool is_masked = batch.mask != nullptr && batch.mask[at] == 0;
    const double weight = is_masked ? 0 : batch.sample_weight(at);
    if (weight == 0) continue;
    total += weight * value(batch, at);
    weights += weight;
  }
  sums[0] += total;
  sums[1] += weights;
}

double MeanLoss::value(const MeasuredBatch& batch, size_t at) {
  const Entries& from = of_outputs_ ? batch.outputs : batch.predictions;
  return loss_->entry(from[at], batch.targets_of(at), 1, nullptr);
}

void RootMeanSquaredError::add(const MeasuredBatch& batch, double* sums) {
  MeasuredBatch unmasked = batch;
  unmasked.mask = nullptr;
  MeanLoss::add(unmasked, sums);
}

}  // namespace lockstep
