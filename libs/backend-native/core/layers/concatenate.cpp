#include "layers/concatenate.h"

#include <algorithm>

#include "layers/matrix.h"
#include "numerics/ecmascript.h"

namespace lockstep {
namespace {

bool has_mask(const ForwardCall& call) {
  for (int k = 0; k < call.input_count; k++) {
    if (call.inputs[k].mask != nullptr) return true;
  }
  return false;
}

/** Where any mask counts, inputs without one counting everywhere; null where none has one. */
const float* mask_of_any(const ForwardCall& call, int count) {
  if (!has_mask(call)) return nullptr;
  float* mask = call.arena.floats(static_cast<size_t>(count));
  for (int k = 0; k < call.input_count; k++) {
    const float* own = call.inputs[k].mask;
    for (int i = 0; i < count; i++) {
      const float use = own == nullptr ? 1.0f : own[i];
      mask[i] = k == 0 ? use : static_cast<float>(numerics::larger_of(mask[i], use));
    }
  }
  return mask;
}

int rows_of(const LayerCall& call, const Value& value) { return value.steps * call.batch.rows; }

/** The masks one after the other. */
const float* masks_in_time(const ForwardCall& call, int count) {
  if (!has_mask(call)) return nullptr;
  float* mask = call.arena.floats(static_cast<size_t>(count));
  float* to = mask;
  for (int k = 0; k < call.input_count; k++) {
    const float* own = call.inputs[k].mask;
    const int rows = rows_of(call, call.inputs[k]);
    if (own == nullptr) std::fill(to, to + rows, 1.0f);
    else std::copy(own, own + rows, to);
    to += rows;
  }
  return mask;
}

/** Copies an input's rows into those of the output. */
void copy_rows(const Value& from, int rows, float* to, stride_t stride) {
  const size_t bytes = static_cast<size_t>(from.features) * sizeof(float);
  for (stride_t i = 0; i < rows; i++) std::memcpy(to + i * stride, from.data + i * from.stride, bytes);
}

}  // namespace

void ConcatenateLayer::check_ends(size_t inputs, size_t initial_states, size_t outputs) const {
  if (inputs >= 1 && initial_states == 0 && outputs == 1 && place.states.empty()) return;
  throw Failure(FailureKind::wrong_program,
                "program: layer " + place.path + ": expected inputs and one output, and no states");
}

void ConcatenateLayer::check_inputs(const ForwardCall& call) const {
  const Value& first = call.inputs[0];
  for (int k = 1; k < call.input_count; k++) {
    const Value& other = call.inputs[k];
    if (along_time_ ? other.features == first.features : other.steps == first.steps) continue;
    throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected inputs that fit each other");
  }
}

void ConcatenateLayer::forward(ForwardCall& call) const {
  check_inputs(call);
  if (along_time_) put_times_together(call);
  else put_features_together(call);
}

void ConcatenateLayer::put_features_together(ForwardCall& call) const {
  const Value& first = call.inputs[0];
  int64_t features = 0;
  for (int k = 0; k < call.input_count; k++) features += call.inputs[k].features;
  const Matrix output = new_matrix(call, first.steps, features);
  float* to = output.data;
  for (int k = 0; k < call.input_count; k++) {
    copy_rows(call.inputs[k], output.rows, to, output.stride);
    to += call.inputs[k].features;
  }
  call.outputs[0] = value_of(output, first);
  call.outputs[0].mask = mask_of_any(call, output.rows);
}

void ConcatenateLayer::put_times_together(ForwardCall& call) const {
  int64_t steps = 0;
  for (int k = 0; k < call.input_count; k++) steps += call.inputs[k].steps;
  const Matrix output = new_matrix(call, steps, call.inputs[0].features);
  float* to = output.data;
  for (int k = 0; k < call.input_count; k++) {
    const int rows = rows_of(call, call.inputs[k]);
    copy_rows(call.inputs[k], rows, to, output.stride);
    to += rows * output.stride;
  }
  const float* mask = masks_in_time(call, output.rows);
  call.outputs[0] = {output.data, output.stride, static_cast<int>(steps), output.columns, true, mask};
}

void ConcatenateLayer::backward(BackwardCall& call) const {
  const Gradient& given = call.output_gradients[0];
  const float* from = given.data;
  for (int k = 0; k < call.input_count; k++) {
    if (call.wanted[k]) call.input_gradients[k] = {from, given.stride};
    from += along_time_ ? rows_of(call, call.inputs[k]) * given.stride : call.inputs[k].features;
  }
}

}  // namespace lockstep
