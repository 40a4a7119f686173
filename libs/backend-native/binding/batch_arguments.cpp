#include "batch_arguments.h"

#include "arguments.h"

namespace lockstep::binding {
namespace {

const uint32_t* sequence_numbers(const Napi::Value& value, size_t rows) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) {
    throw Failure(FailureKind::wrong_value, "random.sequences: expected a Uint32Array");
  }
  const Napi::Uint32Array array = value.As<Napi::Uint32Array>();
  if (array.ElementLength() == rows) return array.Data();
  throw Failure(FailureKind::wrong_length, "random.sequences: expected " + std::to_string(rows) + " values, got " +
                                               std::to_string(array.ElementLength()));
}

uint32_t word(const Napi::Value& value, const char* name) {
  return static_cast<uint32_t>(whole_number(value, name, 0, 0xffffffffLL));
}

}  // namespace

BatchArguments::BatchArguments(const Napi::Object& batch, const Model& model, const std::vector<int32_t>& micro_batches) {
  const size_t rows = static_cast<size_t>(whole_number(batch.Get("rows"), "rows", 1, max_count));
  first_rows_.push_back(0);
  for (const int32_t count : micro_batches) first_rows_.push_back(first_rows_.back() + count);
  if (first_rows_.back() != static_cast<int32_t>(rows)) {
    throw Failure(FailureKind::wrong_length, "microBatches: expected " + std::to_string(rows) + " rows together, got " +
                                                 std::to_string(first_rows_.back()));
  }
  const Napi::Value time_steps = batch.Get("timeSteps");
  sequences.time_steps =
      time_steps.IsUndefined() ? 0 : static_cast<int>(whole_number(time_steps, "timeSteps", 1, max_count));
  const Napi::Object inputs = object(batch.Get("inputs"), "inputs");
  for (size_t i = 0; i < model.inputs.size(); i++) {
    const Value sizes = input_sizes(model.inputs[i], sequences.time_steps);
    const size_t expected = rows * static_cast<size_t>(sizes.steps) * static_cast<size_t>(sizes.features);
    const std::string name = "inputs[" + std::to_string(i) + "]";
    sequences.inputs.push_back(float32_array(inputs.Get(static_cast<uint32_t>(i)), name, expected));
  }
  const size_t steps = static_cast<size_t>(input_sizes(model.inputs[0], sequences.time_steps).steps);
  const Napi::Value mask = batch.Get("mask");
  sequences.mask = mask.IsUndefined() ? nullptr : float32_array(mask, "mask", rows * steps);
  const Napi::Value states = batch.Get("states");
  sequences.states =
      states.IsUndefined() ? nullptr : float32_array(states, "states", rows * static_cast<size_t>(model.state_size));
  sequences.batch = {static_cast<int>(rows), static_cast<int>(micro_batches.size()), first_rows_.data(), nullptr};
  const Napi::Value random = batch.Get("random");
  if (random.IsUndefined()) return;
  const Napi::Object key = object(random, "random");
  random_ = {word(key.Get("seed"), "random.seed"), word(key.Get("step"), "random.step"),
             sequence_numbers(key.Get("sequences"), rows)};
  sequences.batch.random = &random_;
}

}  // namespace lockstep::binding
