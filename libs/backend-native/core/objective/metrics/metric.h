#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "objective/entry_places.h"
#include "objective/losses/loss.h"
#include "objective/output_meaning.h"
#include "objective/target_rule.h"
#include "program/reader.h"

namespace lockstep {

/** A batch as metrics see it, entry by entry. */
struct MeasuredBatch {
  size_t entries;
  /** What the loss works on: logits where the objective has them, else the predictions. */
  Entries outputs;
  /** What the model predicts, in float32, final activation applied. */
  Entries predictions;
  /** (entries, target_width) */
  const float* targets;
  size_t target_width;
  /** Of a weighted metric: sample weights, (entries), or null. */
  const float* weights;
  /** 0 where an entry is masked, (entries), or null. */
  const float* mask;

  const float* targets_of(size_t at) const { return targets + at * target_width; }
  /** What an entry counts for where the mask is not asked. */
  double sample_weight(size_t at) const { return weights == nullptr ? 1 : weights[at]; }
};

/**
 * A metric as sums, which merge by addition: operation by operation as its namesake in libs/objective/src/metrics. What is
 * made of the sums stays there. Not shared between threads.
 */
class Metric {
 public:
  explicit Metric(size_t length, TargetRule rule = {}) : length(length), rule(rule) {}
  virtual ~Metric() = default;
  Metric(const Metric&) = delete;
  Metric& operator=(const Metric&) = delete;

  /** Adds a batch's to `sums`, (length). */
  virtual void add(const MeasuredBatch& batch, double* sums) = 0;

  /** Number of sums. */
  const size_t length;
  /** What the targets must be wherever they count. */
  const TargetRule rule;
};

/** What a metric is made for. */
struct MetricSetting {
  /** Values of an entry of the outputs. */
  size_t width;
  /** Values of an entry of the targets. */
  size_t target_width;
  OutputMeaning meaning;
};

/** By Keras's name; in the order of metricKinds in src/objective/encode-objective.ts. */
enum class MetricKind {
  accuracy,
  auc,
  binary_accuracy,
  binary_crossentropy,
  categorical_accuracy,
  categorical_crossentropy,
  categorical_hinge,
  cosine_similarity,
  f1_score,
  false_negatives,
  false_positives,
  hinge,
  kl_divergence,
  log_cosh,
  mean_absolute_error,
  mean_absolute_percentage_error,
  mean_squared_error,
  mean_squared_logarithmic_error,
  poisson,
  precision,
  r2_score,
  recall,
  root_mean_squared_error,
  sparse_categorical_accuracy,
  sparse_categorical_crossentropy,
  sparse_top_k_categorical_accuracy,
  squared_hinge,
  top_k_categorical_accuracy,
  true_negatives,
  true_positives,
};

constexpr int metric_count = 30;

/** A metric with the options that follow in the program. @throws Failure where it does not fit the targets, or the program is wrong */
std::unique_ptr<Metric> read_metric(Reader& program, const MetricSetting& setting);

}  // namespace lockstep
