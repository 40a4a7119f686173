#include "objective/objective.h"

#include <cstring>
#include <string>

#include "failure.h"
#include "numerics/elementary.h"

namespace lockstep {

namespace {

/** Places in the statistics; then those of each metric. */
enum Slot : size_t { loss_slot, weight_slot, rows_slot, metrics_slot };

Failure wrong_length(const char* name, size_t expected, const std::string& meaning, size_t got, const char* hint = "") {
  return {FailureKind::wrong_length, std::string(name) + ": expected " + std::to_string(expected) + " values (" + meaning +
                                         "), got " + std::to_string(got) + hint};
}

}  // namespace

std::unique_ptr<Objective> Objective::read(Reader& program) {
  const OutputMeaning meaning = static_cast<OutputMeaning>(program.word(0, output_meaning_count - 1, "meaning"));
  const size_t width = static_cast<size_t>(program.size("width"));
  const bool is_timed = program.flag("isTimed");
  std::unique_ptr<Loss> loss = read_loss(program, {width, meaning != OutputMeaning::predictions});
  std::unique_ptr<Objective> objective(new Objective(meaning, width, is_timed, std::move(loss)));
  objective->read_metrics(program);
  return objective;
}

Objective::Objective(OutputMeaning meaning, size_t width, bool is_timed, std::unique_ptr<Loss> loss)
    : meaning_(meaning),
      width_(width),
      is_timed_(is_timed),
      loss_(std::move(loss)),
      statistics_length_(metrics_slot),
      softmax_(width) {}

void Objective::read_metrics(Reader& program) {
  const int32_t count = program.length("metrics");
  for (int32_t i = 0; i < count; i++) {
    const bool is_weighted = program.flag("isWeighted");
    std::unique_ptr<Metric> metric = read_metric(program, {width_, loss_->target_width, meaning_});
    const size_t length = metric->length;
    metrics_.push_back({std::move(metric), is_weighted, statistics_length_});
    statistics_length_ += length;
  }
}

void Objective::accumulate(const OutputBatch& batch, double* statistics, float* gradient) {
  const CheckedTargets checked = check(batch);
  const bool predicts = wants_logits() && !metrics_.empty();
  if (predicts && predictions_.size() < batch.entries() * width_) predictions_.resize(batch.entries() * width_);
  add_loss(batch, statistics, gradient);
  statistics[rows_slot] += static_cast<double>(batch.rows);
  add_metrics(batch, checked, statistics);
}

/** Lengths of all arrays, and the targets that the loss looks at. */
CheckedTargets Objective::check(const OutputBatch& batch) const {
  const size_t entries = batch.entries();
  const size_t target_width = loss_->target_width;
  if (batch.targets.length != entries * target_width) {
    const std::string meaning = std::to_string(entries) + " of " + std::to_string(target_width);
    throw wrong_length("targets", entries * target_width, meaning, batch.targets.length);
  }
  if (batch.mask.data != nullptr && batch.mask.length != entries) {
    throw wrong_length("mask", entries, "1 for each time step", batch.mask.length);
  }
  if (batch.weights.data != nullptr && batch.weights.length != entries) {
    const std::string per_step = "one for each of " + std::to_string(entries) + " time steps";
    const bool is_one_a_row = batch.weights.length == batch.rows;
    throw wrong_length("weights", entries, is_timed_ ? per_step : "one for each entry", batch.weights.length,
                       is_one_a_row ? "; Keras has no rule for one weight of a sequence on many entries" : "");
  }
  const CheckedTargets checked = {batch.targets.data,  target_width, entries, batch.outputs.places.per_row,
                                  batch.weights.data, batch.mask.data, nullptr};
  CheckedTargets of_loss = checked;
  of_loss.ignored = loss_->ignored_target();
  check_targets(of_loss, loss_->rule);
  return checked;
}

void Objective::add_loss(const OutputBatch& batch, double* statistics, float* gradient) {
  const double* ignored = loss_->ignored_target();
  const float* weights = batch.weights.data;
  const float* mask = batch.mask.data;
  const bool predicts = meaning_ == OutputMeaning::logits_of_softmax && !metrics_.empty();
  const size_t entries = batch.entries();
  double sum = 0;
  double valid = 0;
  for (size_t at = 0; at < entries; at++) {
    const float* outputs = batch.outputs[at];
    const float* targets = batch.targets.data + at * loss_->target_width;
    float* slopes = gradient == nullptr ? nullptr : gradient + batch.outputs.places(at);
    const bool is_ignored = ignored != nullptr && targets[0] == *ignored;
    const bool is_valid = !(mask != nullptr && mask[at] == 0) && !is_ignored;
    if (is_valid) valid += 1;
    const double weight = is_valid ? (weights == nullptr ? 1 : weights[at]) : 0;
    if (weight != 0) {
      sum += weight * loss_->entry(outputs, targets, weight, slopes);
    } else if (slopes != nullptr) {
      std::memset(slopes, 0, width_ * sizeof(float));
    }
    if (predicts) predict_softmax(outputs, at, weight != 0 ? loss_->softmax() : nullptr);
  }
  statistics[loss_slot] += sum;
  statistics[weight_slot] += valid;
}

void Objective::add_metrics(const OutputBatch& batch, const CheckedTargets& checked, double* statistics) {
  if (metrics_.empty()) return;
  const size_t per_row = batch.outputs.places.per_row;
  MeasuredBatch measured = {checked.entries, batch.outputs, batch.outputs, checked.targets, checked.target_width,
                            nullptr,         checked.mask};
  if (meaning_ == OutputMeaning::logits_of_sigmoid) predict_sigmoid(batch.outputs, checked.entries);
  if (wants_logits()) measured.predictions = {predictions_.data(), EntryPlaces::dense(per_row, width_)};
  CheckedTargets of_metric = checked;
  for (const Measured& each : metrics_) {
    measured.weights = of_metric.weights = each.is_weighted ? checked.weights : nullptr;
    check_targets(of_metric, each.metric->rule);
    each.metric->add(measured, statistics + each.offset);
  }
}

void Objective::predict_sigmoid(const Entries& logits, size_t entries) {
  for (size_t at = 0; at < entries; at++) {
    const float* z = logits[at];
    float* predictions = predictions_.data() + at * width_;
    for (size_t k = 0; k < width_; k++) predictions[k] = static_cast<float>(numerics::sigmoid(z[k]));
  }
}

/** @param made by the loss of the same logits, or null */
void Objective::predict_softmax(const float* logits, size_t at, const Softmax* made) {
  if (made == nullptr) softmax_.take(logits);
  (made == nullptr ? softmax_ : *made).write(1, predictions_.data() + at * width_);
}

}  // namespace lockstep
