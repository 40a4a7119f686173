#include "graph/range_execution.h"

#include <algorithm>

namespace lockstep {
namespace {

/** Rows that go through the model together: enough to fill tiles, few enough to stay in the caches. */
constexpr int chunk_rows = 64;

/** Memory that several micro-batches may take together; one may take what it takes, as its size is the job's. */
constexpr size_t chunk_bytes = size_t{512} << 20;

void grow(std::vector<float>& values, size_t size) {
  if (values.size() < size) values.resize(size);
}

/** In the canonical tree: node [i, i + 2k) = [i, i + k) + [i + k, i + 2k), missing right parts skipped. */
void sum_tree(double* leaves, size_t count, size_t length) {
  for (size_t k = 1; k < count; k *= 2) {
    for (size_t i = 0; i + k < count; i += 2 * k) {
      double* left = leaves + i * length;
      const double* right = leaves + (i + k) * length;
      for (size_t j = 0; j < length; j++) left[j] += right[j];
    }
  }
}

/** As checkTargets of libs/backend says it. */
void check_length(const char* name, size_t got, size_t rows, size_t entries, size_t width, bool timed) {
  const size_t expected = rows * (timed ? entries : 1) * width;
  if (got == expected) return;
  std::string shape = std::to_string(rows);
  if (timed) shape += ", " + std::to_string(entries);
  if (std::string(name) == "y") shape += ", " + std::to_string(width);
  throw Failure(FailureKind::wrong_length, std::string(name) + ": expected " + std::to_string(expected) +
                                               " values, shape (" + shape + "), got " + std::to_string(got));
}

}  // namespace

/** Micro-batches [first, first + count). */
struct RangeExecution::Chunk {
  int first;
  int count;
  int first_row;
  Sequences sequences;
};

RangeExecution::RangeExecution(std::shared_ptr<const Model> model, const Kernels& kernels,
                               std::unique_ptr<Objective> objective)
    : execution_(model, kernels),
      objective_(std::move(objective)),
      tree_(model->parameter_count, model->parameters.size()) {}

int RangeExecution::most_rows(int time_steps) const {
  // What a row takes is known from those before: the first micro-batch goes alone.
  if (most_places_ == 0) return 1;
  const size_t of_place = memory() / most_places_ + 1;
  return static_cast<int>(std::min<size_t>(chunk_rows, chunk_bytes / of_place / input_steps(time_steps)));
}

RangeExecution::Chunk RangeExecution::chunk_of(const Range& range, int first) {
  const Sequences& all = range.sequences;
  const int32_t* rows = all.batch.first_rows;
  const int first_row = rows[first];
  const int most = most_rows(all.time_steps);
  int end = first + 1;
  while (end < all.batch.count && rows[end + 1] - first_row <= most) end++;
  first_rows_.clear();
  for (int m = first; m <= end; m++) first_rows_.push_back(rows[m] - first_row);
  Chunk chunk{first, end - first, first_row, all};
  Sequences& part = chunk.sequences;
  part.batch = {first_rows_.back(), chunk.count, first_rows_.data(), nullptr};
  const size_t offset = static_cast<size_t>(first_row);
  for (size_t i = 0; i < part.inputs.size(); i++) {
    const Value sizes = input_sizes(model().inputs[i], all.time_steps);
    part.inputs[i] += offset * static_cast<size_t>(sizes.steps) * static_cast<size_t>(sizes.features);
  }
  if (part.mask != nullptr) part.mask += offset * input_steps(all.time_steps);
  if (part.states != nullptr) part.states += offset * static_cast<size_t>(model().state_size);
  if (all.batch.random != nullptr) {
    random_ = *all.batch.random;
    random_.sequences += offset;
    part.batch.random = &random_;
  }
  return chunk;
}

void RangeExecution::run(const Weights& weights, const Range& range, const RangeSums& sums,
                         const std::atomic<bool>& cancelled) {
  const Batch& batch = range.sequences.batch;
  const size_t length = objective_->statistics_length();
  if (range.purpose == Purpose::gradient) tree_.begin(batch.count, sums.gradient);
  flow_.begin();
  if (range.purpose != Purpose::predict) statistics_.assign(static_cast<size_t>(batch.count) * length, 0.0);
  for (int first = 0; first < batch.count;) {
    const Chunk chunk = chunk_of(range, first);
    run_chunk(weights, range, chunk, sums, cancelled, nullptr);
    first += chunk.count;
  }
  if (range.purpose == Purpose::predict) return;
  sum_tree(statistics_.data(), static_cast<size_t>(batch.count), length);
  std::copy(statistics_.begin(), statistics_.begin() + static_cast<std::ptrdiff_t>(length), sums.statistics);
  if (range.purpose == Purpose::gradient) tree_.finish(model().parameters, sums.gradient);
  if (sums.flow != nullptr) *sums.flow = flow_.sums();
}

void RangeExecution::locate(const Weights& weights, const Range& range, Watch& watch, const std::atomic<bool>& cancelled) {
  const Batch& batch = range.sequences.batch;
  tree_.begin(batch.count);
  statistics_.assign(static_cast<size_t>(batch.count) * objective_->statistics_length(), 0.0);
  for (int first = 0; first < batch.count && !watch.has_found();) {
    const Chunk chunk = chunk_of(range, first);
    run_chunk(weights, range, chunk, {}, cancelled, &watch);
    first += chunk.count;
  }
}

void RangeExecution::run_chunk(const Weights& weights, const Range& range, const Chunk& chunk, const RangeSums& sums,
                               const std::atomic<bool>& cancelled, Watch* watch) {
  const bool as_logits = range.purpose != Purpose::predict && objective_->wants_logits();
  const size_t places = static_cast<size_t>(chunk.sequences.batch.rows) * input_steps(chunk.sequences.time_steps);
  most_places_ = std::max(most_places_, places);
  GradientFlow* flow = sums.flow != nullptr && range.wants_flow ? &flow_ : nullptr;
  execution_.forward(weights, chunk.sequences, as_logits, cancelled, watch, flow);
  const size_t row = static_cast<size_t>(chunk.first_row);
  if (sums.states != nullptr) execution_.copy_states(sums.states + row * static_cast<size_t>(model().state_size));
  const Value& output = execution_.output();
  output_size_ = static_cast<size_t>(output.steps) * static_cast<size_t>(output.features);
  if (range.purpose == Purpose::predict) {
    if (sums.predictions == nullptr) return;
    sums.predictions->resize(static_cast<size_t>(range.sequences.batch.rows) * output_size_);
    execution_.copy_output(sums.predictions->data() + row * output_size_);
    return;
  }
  if (watch != nullptr && watch->has_found()) return;
  measure(range, chunk);
  if (range.purpose == Purpose::evaluate) return;
  tree_.set_first(chunk.first);
  const bool in_place = static_cast<size_t>(output.features) == objective_->width();
  if (in_place) execution_.backward({cotangent_.data(), output.stride}, false, tree_, cancelled, watch);
  else execution_.backward(cotangent_.data(), false, tree_, cancelled, watch);
}

void RangeExecution::check_targets(const Range& range, size_t entries) const {
  const size_t rows = static_cast<size_t>(range.sequences.batch.rows);
  const bool timed = execution_.output().timed;
  check_length("y", range.targets.length, rows, entries, objective_->target_width(), timed);
  if (range.weights.data == nullptr || range.weights.length == rows) return;
  check_length("weights", range.weights.length, rows, entries, 1, timed);
}

void RangeExecution::measure(const Range& range, const Chunk& chunk) {
  const Value& output = execution_.output();
  const size_t rows = static_cast<size_t>(execution_.rows());
  const size_t width = objective_->width();
  const size_t per_row = output_size_ / width;
  check_targets(range, per_row);
  const bool in_place = static_cast<size_t>(output.features) == width;
  Entries entries{output.data, {per_row, output.stride, static_cast<stride_t>(rows) * output.stride}};
  if (!in_place) {
    grow(outputs_, rows * output_size_);
    execution_.copy_output(outputs_.data());
    entries = {outputs_.data(), EntryPlaces::dense(per_row, width)};
  }
  const size_t steps = static_cast<size_t>(output.steps);
  const size_t size = in_place ? steps * rows * static_cast<size_t>(output.stride) : rows * output_size_;
  const bool wants_gradient = range.purpose == Purpose::gradient;
  if (wants_gradient) grow(cotangent_, size);
  if (output.mask != nullptr) {
    grow(mask_, rows * steps);
    execution_.copy_output_mask(mask_.data());
  }
  for (int m = 0; m < chunk.count; m++) {
    const size_t first = static_cast<size_t>(chunk.sequences.batch.first_rows[m]);
    const size_t count = static_cast<size_t>(chunk.sequences.batch.first_rows[m + 1]) - first;
    const size_t in_range = static_cast<size_t>(chunk.first_row) + first;
    const std::ptrdiff_t offset = static_cast<std::ptrdiff_t>(first) * entries.places.row;
    OutputBatch batch{count, {entries.first + offset, entries.places}, {}, {}, {}};
    const size_t targets = per_row * objective_->target_width();
    batch.targets = {range.targets.data + in_range * targets, count * targets};
    if (range.weights.data != nullptr) {
      const size_t of_row = range.weights.length / static_cast<size_t>(range.sequences.batch.rows);
      batch.weights = {range.weights.data + in_range * of_row, count * of_row};
    }
    if (output.mask != nullptr) batch.mask = {mask_.data() + first * steps, count * steps};
    double* statistics = statistics_.data() + static_cast<size_t>(chunk.first + m) * objective_->statistics_length();
    objective_->accumulate(batch, statistics, wants_gradient ? cotangent_.data() + offset : nullptr);
  }
}

}  // namespace lockstep
