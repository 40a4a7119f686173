#include "batch_arguments.h"

#include <limits>

#include "arguments.h"

namespace lockstep::binding {
namespace {

uint32_t word(const Napi::Value& value, const char* name) {
  return static_cast<uint32_t>(whole_number(value, name, 0, 0xffffffffLL));
}

/** @throws Failure where there are more than an int counts */
size_t count_places(size_t rows, int steps) {
  const size_t places = rows * static_cast<size_t>(steps);
  if (places <= static_cast<size_t>(std::numeric_limits<int>::max())) return places;
  throw Failure(FailureKind::wrong_length,
                "batch: expected fewer than 2^31 time steps of all sequences together, got " + std::to_string(places));
}

}  // namespace

void GivenBatch::take_inputs(const Napi::Value& list, size_t input_count) {
  const Napi::Object given = object(list, "inputs");
  for (size_t i = 0; i < input_count; i++) inputs.push_back(given.Get(static_cast<uint32_t>(i)));
}

GivenBatch GivenBatch::of_object(const Napi::Object& batch, size_t input_count) {
  GivenBatch given;
  given.time_steps = batch.Get("timeSteps");
  given.mask = batch.Get("mask");
  given.states = batch.Get("states");
  given.take_inputs(batch.Get("inputs"), input_count);
  const Napi::Value randomness = batch.Get("random");
  given.is_random = !randomness.IsUndefined();
  if (!given.is_random) return given;
  const Napi::Object random = object(randomness, "random");
  given.seed = random.Get("seed");
  given.step = random.Get("step");
  given.sequences = random.Get("sequences");
  return given;
}

BatchArguments::BatchArguments(const GivenBatch& given, const Model& model, const std::vector<int32_t>& micro_batches) {
  const size_t rows = read_micro_batches(micro_batches);
  sequences.batch = {static_cast<int>(rows), static_cast<int>(micro_batches.size()), first_rows_.data(), nullptr};
  sequences.time_steps =
      given.time_steps.IsUndefined() ? 0 : static_cast<int>(whole_number(given.time_steps, "timeSteps", 1, max_count));
  for (size_t i = 0; i < model.inputs.size(); i++) {
    const Value sizes = input_sizes(model.inputs[i], sequences.time_steps);
    const size_t expected = count_places(rows, sizes.steps) * static_cast<size_t>(sizes.features);
    sequences.inputs.push_back(typed_array<float>(given.inputs[i], ArgumentName("inputs", i), expected));
  }
  const size_t places = count_places(rows, input_sizes(model.inputs[0], sequences.time_steps).steps);
  sequences.mask = given.mask.IsUndefined() ? nullptr : typed_array<float>(given.mask, "mask", places);
  const size_t state_values = rows * static_cast<size_t>(model.state_size);
  sequences.states = given.states.IsUndefined() ? nullptr : typed_array<float>(given.states, "states", state_values);
  if (!given.is_random) return;
  random_ = {word(given.seed, "random.seed"), word(given.step, "random.step"),
             typed_array<uint32_t>(given.sequences, "random.sequences", rows)};
  sequences.batch.random = &random_;
}

size_t BatchArguments::read_micro_batches(const std::vector<int32_t>& micro_batches) {
  int64_t row = 0;
  for (const int32_t count : micro_batches) {
    first_rows_.push_back(static_cast<int32_t>(row));
    row += count;
    if (row <= max_count) continue;
    throw Failure(FailureKind::wrong_length,
                  "rows: expected at most " + std::to_string(max_count) + " of all micro-batches together, got more");
  }
  first_rows_.push_back(static_cast<int32_t>(row));
  return static_cast<size_t>(row);
}

}  // namespace lockstep::binding
