#include "layers/dropout.h"

#include "layers/matrix.h"
#include "numerics/dropout_mask.h"

namespace lockstep {
namespace {

/** A mask of each row: of (t, row) at values + row * row_stride + t * step. */
struct DrawnMask {
  const float* values;
  stride_t row;
  stride_t step;
};

Matrix times_mask(const LayerCall& call, const DrawnMask& mask, const float* from, stride_t stride, const Value& like) {
  const Matrix product = new_matrix(call, like.steps, like.features);
  const int rows = call.batch.rows;
  for (int i = 0; i < product.rows; i++) {
    const float* factors = mask.values + i % rows * mask.row + i / rows * mask.step;
    const float* values = from + i * stride;
    float* to = product.row(i);
    for (int j = 0; j < product.columns; j++) to[j] = values[j] * factors[j];
  }
  return product;
}

}  // namespace

void DropoutLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  call.outputs[0] = input;
  if (call.batch.random == nullptr || rate_ == 0) return;
  const size_t rows = static_cast<size_t>(call.batch.rows);
  const size_t features = static_cast<size_t>(input.features);
  const size_t size = of_features_ ? features : features * static_cast<size_t>(input.steps);
  float* values = call.arena.floats(rows * size);
  const BatchRandomness& random = *call.batch.random;
  const DropoutMaskKey key{random.seed, random.step, static_cast<uint32_t>(place.ordinal), 0};
  dropout_mask(key, random.sequences, rows, rate_, size, values);
  DrawnMask* mask = call.arena.make<DrawnMask>();
  call.tape = mask;
  *mask = {values, static_cast<stride_t>(size), of_features_ ? 0 : input.features};
  call.outputs[0] = value_of(times_mask(call, *mask, input.data, input.stride, input), input);
}

void DropoutLayer::backward(BackwardCall& call) const {
  const Gradient& given = call.output_gradients[0];
  call.input_gradients[0] = given;
  if (call.tape == nullptr || !call.wanted[0]) return;
  const DrawnMask& mask = *static_cast<const DrawnMask*>(call.tape);
  call.input_gradients[0] = times_mask(call, mask, given.data, given.stride, call.inputs[0]).gradient();
}

}  // namespace lockstep
