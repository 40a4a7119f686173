#include "layers/sample_range.h"

#include <algorithm>
#include <cmath>

namespace layer_tests {
namespace {

using lockstep::InputPlan;
using lockstep::Model;
using lockstep::Value;

bool is_used(RandomNumbers& random) { return random.below(3) > 0; }

const float* data_of(const std::vector<float>& values) { return values.empty() ? nullptr : values.data(); }

}  // namespace

std::int32_t RangeSizes::rows() const {
  std::int32_t sum = 0;
  for (const std::int32_t rows : micro_batches) sum += rows;
  return sum;
}

RangeSizes any_sizes(const ModelCase& from, const Model& model, std::uint32_t micro_batches, std::uint32_t rows,
                     RandomNumbers& random) {
  RangeSizes sizes{std::vector<std::int32_t>(1 + random.below(micro_batches)), 0};
  for (std::int32_t& count : sizes.micro_batches) count = static_cast<std::int32_t>(1 + random.below(rows));
  const InputPlan& first = model.inputs[0];
  if (!first.takes_batch_steps) return sizes;
  const int more = std::max(first.steps - from.least_steps, 0);
  sizes.time_steps = from.least_steps + static_cast<int>(random.below(static_cast<std::uint32_t>(more) + 1));
  return sizes;
}

SampleRange::SampleRange(const ModelCase& from, const Model& model, const RangeSizes& sizes, RandomNumbers& random)
    : parameters(random.floats(model.parameter_count, -static_cast<float>(from.scale), static_cast<float>(from.scale))),
      time_steps_(sizes.time_steps) {
  const size_t rows = static_cast<size_t>(sizes.rows());
  first_rows_.push_back(0);
  for (const std::int32_t count : sizes.micro_batches) first_rows_.push_back(first_rows_.back() + count);
  for (const InputPlan& plan : model.inputs) {
    const Value value = lockstep::input_sizes(plan, time_steps_);
    const size_t count = rows * static_cast<size_t>(value.steps) * static_cast<size_t>(value.features);
    inputs.push_back(random.floats(count, -1, 1));
  }
  const Value first = lockstep::input_sizes(model.inputs[0], time_steps_);
  fill_first_input(from, first.features, random);
  fill_mask(from.mask, rows * static_cast<size_t>(first.steps), first.steps, random);
  const size_t states = rows * static_cast<size_t>(model.state_size);
  if (random.below(4) > 0) states_ = random.floats(states, -1, 1);
  if (!from.training) return;
  for (size_t row = 0; row < rows; row++) sequences_.push_back(random.word());
  random_ = {random.word(), random.below(1000), sequences_.data()};
}

void SampleRange::fill_first_input(const ModelCase& from, int features, RandomNumbers& random) {
  std::vector<float>& values = inputs[0];
  if (from.tokens > 0) {
    for (float& value : values) value = static_cast<float>(random.below(static_cast<std::uint32_t>(from.tokens)));
  }
  if (!from.zero_steps) return;
  const std::ptrdiff_t step = features;
  for (auto at = values.begin(); at != values.end(); at += step) {
    if (!is_used(random)) std::fill(at, at + step, 0.0f);
  }
}

void SampleRange::fill_mask(MaskKind kind, size_t places, int steps, RandomNumbers& random) {
  if (kind == MaskKind::none) return;
  mask_ = std::vector<float>(places);
  for (size_t i = 0; i < places; i++) {
    const bool must = kind == MaskKind::some && i % static_cast<size_t>(steps) == 0;
    mask_[i] = must || is_used(random) ? 1.0f : 0.0f;
  }
}

void SampleRange::measure_by(const lockstep::Objective& objective, size_t entries, RandomNumbers& random) {
  const size_t all = static_cast<size_t>(first_rows_.back()) * entries;
  targets = random.floats(all * objective.target_width(), 0, 1);
  if (random.below(2) == 0) weights = random.floats(all, 0, 2);
}

lockstep::Range SampleRange::range(lockstep::Purpose purpose) const {
  lockstep::Range range{purpose, {}, {}, {}};
  const int count = static_cast<int>(first_rows_.size()) - 1;
  range.sequences.batch = {first_rows_.back(), count, first_rows_.data(), sequences_.empty() ? nullptr : &random_};
  range.sequences.time_steps = time_steps_;
  for (const std::vector<float>& input : inputs) range.sequences.inputs.push_back(input.data());
  range.sequences.mask = data_of(mask_);
  range.sequences.states = data_of(states_);
  if (purpose == lockstep::Purpose::predict) return range;
  range.targets = {targets.data(), targets.size()};
  range.weights = {data_of(weights), weights.size()};
  return range;
}

}  // namespace layer_tests
