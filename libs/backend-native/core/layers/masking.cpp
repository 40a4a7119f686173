#include "layers/masking.h"

#include "layers/matrix.h"

namespace lockstep {
namespace {

/** A copy in which masked rows are zero. */
Matrix masked_copy(const LayerCall& call, const float* mask, const float* from, stride_t stride, const Value& like) {
  const Matrix copy = new_matrix(call, like.steps, like.features);
  const size_t bytes = static_cast<size_t>(like.features) * sizeof(float);
  for (int i = 0; i < copy.rows; i++) {
    if (mask[i] == 0) std::memset(copy.row(i), 0, bytes);
    else std::memcpy(copy.row(i), from + i * stride, bytes);
  }
  return copy;
}

}  // namespace

void MaskingLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  const size_t rows = static_cast<size_t>(input.steps) * static_cast<size_t>(call.batch.rows);
  float* mask = call.arena.floats(rows);
  call.tape = mask;
  for (size_t i = 0; i < rows; i++) {
    const float* values = input.data + static_cast<stride_t>(i) * input.stride;
    bool is_used = false;
    for (int j = 0; j < input.features; j++) is_used = is_used || values[j] != mask_value_;
    mask[i] = is_used ? 1.0f : 0.0f;
  }
  call.outputs[0] = value_of(masked_copy(call, mask, input.data, input.stride, input), input);
  call.outputs[0].mask = mask;
}

void MaskingLayer::backward(BackwardCall& call) const {
  if (!call.wanted[0]) return;
  const Gradient& given = call.output_gradients[0];
  const float* mask = static_cast<const float*>(call.tape);
  call.input_gradients[0] = masked_copy(call, mask, given.data, given.stride, call.inputs[0]).gradient();
}

}  // namespace lockstep
