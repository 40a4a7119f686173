#include "objective/metrics/metric.h"

#include "objective/metrics/accuracies.h"
#include "objective/metrics/counting_metrics.h"
#include "objective/metrics/mean_metric.h"

namespace lockstep {

namespace {

/** Beyond any that a job may ask for. */
constexpr int32_t most_thresholds = 1 << 20;
constexpr int32_t largest_k = 1 << 30;

/** A metric of targets that have a value for each value of the outputs. */
void require_values(const MetricSetting& setting) {
  if (setting.target_width == setting.width) return;
  throw Reader::wrong("metric", "one of class numbers", "one of " + std::to_string(setting.width) + " target values");
}

/** A metric of targets that are class numbers. */
void require_class_numbers(const MetricSetting& setting) {
  if (setting.target_width == 1) return;
  throw Reader::wrong("metric", "one of " + std::to_string(setting.target_width) + " target values", "one of class numbers");
}

/** Keras's choice by the shapes: binary for a single output, sparse where targets are class numbers, else categorical. */
std::unique_ptr<Metric> accuracy(const MetricSetting& setting) {
  if (setting.width == 1) return std::make_unique<BinaryAccuracy>(setting.width);
  if (setting.target_width == 1) return std::make_unique<SparseCategoricalAccuracy>(setting.width);
  return std::make_unique<CategoricalAccuracy>(setting.width);
}

/** As a loss does, its metric works from the logits of its own activation where the objective has them. */
std::unique_ptr<Metric> read_crossentropy(Reader& program, MetricKind kind, const MetricSetting& setting) {
  const bool is_binary = kind == MetricKind::binary_crossentropy;
  const OutputMeaning own = is_binary ? OutputMeaning::logits_of_sigmoid : OutputMeaning::logits_of_softmax;
  const bool has_logits = setting.meaning == own;
  const LossSetting of_loss = {setting.width, program.flag("fromLogits") || has_logits};
  if (kind == MetricKind::sparse_categorical_crossentropy) {
    return std::make_unique<MeanLoss>(sparse_categorical_crossentropy(of_loss, nullptr), has_logits);
  }
  const double label_smoothing = program.number("labelSmoothing");
  return std::make_unique<MeanLoss>(
      is_binary ? binary_crossentropy(of_loss, label_smoothing) : categorical_crossentropy(of_loss, label_smoothing),
      has_logits);
}

std::unique_ptr<Metric> read_auc(Reader& program, const MetricSetting& setting) {
  const size_t thresholds = static_cast<size_t>(program.word(2, most_thresholds, "numThresholds"));
  return std::make_unique<AucBuckets>(setting.width, thresholds, program.flag("fromLogits"));
}

std::unique_ptr<Metric> read_confusion(Reader& program, const MetricSetting& setting) {
  const double threshold = program.number("thresholds");
  const int32_t class_id = program.word(-1, static_cast<int32_t>(setting.width) - 1, "classId");
  return std::make_unique<ConfusionMetric>(setting.width, threshold, class_id);
}

std::unique_ptr<Metric> read_f1(Reader& program, const MetricSetting& setting) {
  const bool is_micro = program.flag("isMicro");
  if (!program.flag("hasThreshold")) return std::make_unique<F1Counts>(setting.width, is_micro, nullptr);
  const double threshold = program.number("threshold");
  return std::make_unique<F1Counts>(setting.width, is_micro, &threshold);
}

size_t read_k(Reader& program) { return static_cast<size_t>(program.word(1, largest_k, "k")); }

/** The loss of that name over what the model predicts. */
std::unique_ptr<Metric> mean_loss(LossKind kind, const MetricSetting& setting) {
  return std::make_unique<MeanLoss>(plain_loss(kind, setting.width), false);
}

/** Of class numbers; null: the kind is of values. */
std::unique_ptr<Metric> read_class_number_metric(Reader& program, MetricKind kind, const MetricSetting& setting) {
  switch (kind) {
    case MetricKind::sparse_categorical_accuracy:
      require_class_numbers(setting);
      return std::make_unique<SparseCategoricalAccuracy>(setting.width);
    case MetricKind::sparse_categorical_crossentropy:
      require_class_numbers(setting);
      return read_crossentropy(program, kind, setting);
    case MetricKind::sparse_top_k_categorical_accuracy:
      require_class_numbers(setting);
      return std::make_unique<SparseTopKAccuracy>(setting.width, read_k(program));
    default:
      return nullptr;
  }
}

std::unique_ptr<Metric> read_value_metric(Reader& program, MetricKind kind, const MetricSetting& setting) {
  switch (kind) {
    case MetricKind::auc:
      return read_auc(program, setting);
    case MetricKind::binary_accuracy:
      return std::make_unique<BinaryAccuracy>(setting.width, program.number("threshold"));
    case MetricKind::binary_crossentropy:
    case MetricKind::categorical_crossentropy:
      return read_crossentropy(program, kind, setting);
    case MetricKind::categorical_accuracy:
      return std::make_unique<CategoricalAccuracy>(setting.width);
    case MetricKind::categorical_hinge:
      return mean_loss(LossKind::categorical_hinge, setting);
    case MetricKind::cosine_similarity:
      return mean_loss(LossKind::cosine_similarity, setting);
    case MetricKind::f1_score:
      return read_f1(program, setting);
    case MetricKind::false_negatives:
    case MetricKind::false_positives:
    case MetricKind::precision:
    case MetricKind::recall:
    case MetricKind::true_negatives:
    case MetricKind::true_positives:
      return read_confusion(program, setting);
    case MetricKind::hinge:
      return mean_loss(LossKind::hinge, setting);
    case MetricKind::kl_divergence:
      return mean_loss(LossKind::kl_divergence, setting);
    case MetricKind::log_cosh:
      return mean_loss(LossKind::log_cosh, setting);
    case MetricKind::mean_absolute_error:
      return mean_loss(LossKind::mean_absolute_error, setting);
    case MetricKind::mean_absolute_percentage_error:
      return mean_loss(LossKind::mean_absolute_percentage_error, setting);
    case MetricKind::mean_squared_error:
      return mean_loss(LossKind::mean_squared_error, setting);
    case MetricKind::mean_squared_logarithmic_error:
      return mean_loss(LossKind::mean_squared_logarithmic_error, setting);
    case MetricKind::poisson:
      return mean_loss(LossKind::poisson, setting);
    case MetricKind::r2_score:
      return std::make_unique<R2Sums>(setting.width);
    case MetricKind::root_mean_squared_error:
      return std::make_unique<RootMeanSquaredError>(setting.width);
    case MetricKind::squared_hinge:
      return mean_loss(LossKind::squared_hinge, setting);
    case MetricKind::top_k_categorical_accuracy:
      return std::make_unique<TopKAccuracy>(setting.width, read_k(program));
    default:
      throw Reader::wrong("metric", "one of values", std::to_string(static_cast<int>(kind)));
  }
}

}  // namespace

std::unique_ptr<Metric> read_metric(Reader& program, const MetricSetting& setting) {
  const MetricKind kind = static_cast<MetricKind>(program.word(0, metric_count - 1, "metric"));
  if (kind == MetricKind::accuracy) return accuracy(setting);
  if (std::unique_ptr<Metric> metric = read_class_number_metric(program, kind, setting)) return metric;
  require_values(setting);
  return read_value_metric(program, kind, setting);
}

}  // namespace lockstep
