#include "batch_arguments.h"

#include <limits>

#include "arguments.h"

namespace lockstep::binding {
namespace {

const uint32_t* sequence_numbers(const Napi::Value& value, size_t rows) {
  const ArrayView<uint32_t> view =
      typed_array<uint32_t>(value, napi_uint32_array, "random.sequences: expected a Uint32Array");
  if (view.length == rows) return view.data;
  throw Failure(FailureKind::wrong_length, "random.sequences: expected " + std::to_string(rows) + " values, got " +
                                               std::to_string(view.length));
}

uint32_t word(const Napi::Value& value, const char* name) {
  return static_cast<uint32_t>(whole_number(value, name, 0, 0xffffffffLL));
}

/** All properties, taken before any memory is looked at: a getter may give memory away. */
struct GivenBatch {
  GivenBatch(const Napi::Object& batch, size_t input_count)
      : rows(batch.Get("rows")),
        time_steps(batch.Get("timeSteps")),
        mask(batch.Get("mask")),
        states(batch.Get("states")),
        random(batch.Get("random")) {
    const Napi::Object list = object(batch.Get("inputs"), "inputs");
    for (size_t i = 0; i < input_count; i++) inputs.push_back(list.Get(static_cast<uint32_t>(i)));
    if (random.IsUndefined()) return;
    const Napi::Object key = object(random, "random");
    seed = key.Get("seed");
    step = key.Get("step");
    sequences = key.Get("sequences");
  }

  Napi::Value rows;
  Napi::Value time_steps;
  std::vector<Napi::Value> inputs;
  Napi::Value mask;
  Napi::Value states;
  Napi::Value random;
  Napi::Value seed;
  Napi::Value step;
  Napi::Value sequences;
};

/** @throws Failure where there are more than an int counts */
size_t count_places(size_t rows, int steps) {
  const size_t places = rows * static_cast<size_t>(steps);
  if (places <= static_cast<size_t>(std::numeric_limits<int>::max())) return places;
  throw Failure(FailureKind::wrong_length,
                "batch: expected fewer than 2^31 time steps of all sequences together, got " + std::to_string(places));
}

}  // namespace

BatchArguments::BatchArguments(const Napi::Object& batch, const Model& model, const std::vector<int32_t>& micro_batches) {
  const GivenBatch given(batch, model.inputs.size());
  const size_t rows = static_cast<size_t>(whole_number(given.rows, "rows", 1, max_count));
  read_micro_batches(micro_batches, rows);
  sequences.batch = {static_cast<int>(rows), static_cast<int>(micro_batches.size()), first_rows_.data(), nullptr};
  sequences.time_steps =
      given.time_steps.IsUndefined() ? 0 : static_cast<int>(whole_number(given.time_steps, "timeSteps", 1, max_count));
  for (size_t i = 0; i < model.inputs.size(); i++) {
    const Value sizes = input_sizes(model.inputs[i], sequences.time_steps);
    const size_t expected = count_places(rows, sizes.steps) * static_cast<size_t>(sizes.features);
    sequences.inputs.push_back(float32_array(given.inputs[i], "inputs[" + std::to_string(i) + "]", expected));
  }
  const size_t places = count_places(rows, input_sizes(model.inputs[0], sequences.time_steps).steps);
  sequences.mask = given.mask.IsUndefined() ? nullptr : float32_array(given.mask, "mask", places);
  const size_t state_values = rows * static_cast<size_t>(model.state_size);
  sequences.states = given.states.IsUndefined() ? nullptr : float32_array(given.states, "states", state_values);
  if (given.random.IsUndefined()) return;
  random_ = {word(given.seed, "random.seed"), word(given.step, "random.step"), sequence_numbers(given.sequences, rows)};
  sequences.batch.random = &random_;
}

void BatchArguments::read_micro_batches(const std::vector<int32_t>& micro_batches, size_t rows) {
  int64_t row = 0;
  for (const int32_t count : micro_batches) {
    first_rows_.push_back(static_cast<int32_t>(row));
    row += count;
    if (row > max_count) break;
  }
  first_rows_.push_back(static_cast<int32_t>(row));
  if (row == static_cast<int64_t>(rows)) return;
  throw Failure(FailureKind::wrong_length, "microBatches: expected " + std::to_string(rows) + " rows together, got " +
                                               (row > max_count ? "more" : std::to_string(row)));
}

}  // namespace lockstep::binding
