#include "objective/metrics/accuracies.h"

#include <cmath>

#include "numerics/softmax_terms.h"

namespace lockstep {

namespace {

/** Place of the largest of `width` values; of equals the first. NaN is larger than nothing. */
size_t first_largest(const float* values, size_t width) {
  size_t best = 0;
  // In large vocabularies, to look for the largest and then for its place is a fraction of the work.
  const double largest = numerics::largest_of(values, width);
  if (largest == largest) {
    while (values[best] != static_cast<float>(largest)) best++;
    return best;
  }
  for (size_t i = 1; i < width; i++) {
    if (values[i] > values[best]) best = i;
  }
  return best;
}

/**
 * TensorFlow's in_top_k: fewer than k are larger, so equals at the border are all in; never so among infinities and NaN.
 */
bool is_in_top_k(const float* predictions, size_t width, size_t place, size_t k) {
  const float chosen = predictions[place];
  if (!std::isfinite(chosen)) return false;
  size_t larger = 0;
  for (size_t i = 0; i < width; i++) {
    if (!std::isfinite(predictions[i])) return false;
    if (predictions[i] > chosen) larger++;
  }
  return larger < k;
}

}  // namespace

double BinaryAccuracy::value(const MeasuredBatch& batch, size_t at) {
  const float* predictions = batch.predictions[at];
  const float* targets = batch.targets_of(at);
  double right = 0;
  for (size_t i = 0; i < width_; i++) {
    const float predicted = predictions[i] > border_ ? 1 : 0;
    if (predicted == targets[i]) right += 1;
  }
  return right / static_cast<double>(width_);
}

double CategoricalAccuracy::value(const MeasuredBatch& batch, size_t at) {
  return first_largest(batch.predictions[at], width_) == first_largest(batch.targets_of(at), width_) ? 1 : 0;
}

double SparseCategoricalAccuracy::value(const MeasuredBatch& batch, size_t at) {
  const double predicted = static_cast<double>(first_largest(batch.predictions[at], width_));
  return predicted == batch.targets_of(at)[0] ? 1 : 0;
}

double TopKAccuracy::value(const MeasuredBatch& batch, size_t at) {
  return is_in_top_k(batch.predictions[at], width_, first_largest(batch.targets_of(at), width_), k_) ? 1 : 0;
}

double SparseTopKAccuracy::value(const MeasuredBatch& batch, size_t at) {
  const float target = batch.targets_of(at)[0];
  // Of an entry that the loss ignores it may be anything.
  if (!TargetRule::class_number(width_).holds(target)) return 0;
  return is_in_top_k(batch.predictions[at], width_, static_cast<size_t>(target), k_) ? 1 : 0;
}

}  // namespace lockstep
