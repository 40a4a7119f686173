#include "layers/reshape.h"

#include <algorithm>

#include "layers/matrix.h"

namespace lockstep {
namespace {

/** Values of `rows` sequences, time step by time step. */
struct Shaped {
  float* data;
  stride_t stride;
  int features;
};

/** The values of each sequence, from the first on. */
void copy_sequences(const Shaped& from, const Shaped& to, int rows, stride_t size) {
  for (int row = 0; row < rows; row++) {
    for (stride_t at = 0; at < size;) {
      const stride_t from_place = at % from.features;
      const stride_t to_place = at % to.features;
      const stride_t count = std::min(from.features - from_place, to.features - to_place);
      const float* source = from.data + (at / from.features * rows + row) * from.stride + from_place;
      float* target = to.data + (at / to.features * rows + row) * to.stride + to_place;
      std::memcpy(target, source, static_cast<size_t>(count) * sizeof(float));
      at += count;
    }
  }
}

Shaped shaped(const Matrix& matrix) { return {matrix.data, matrix.stride, matrix.columns}; }
Shaped shaped(const float* data, stride_t stride, int features) { return {const_cast<float*>(data), stride, features}; }

}  // namespace

ReshapeLayer::ReshapeLayer(LayerPlace place, Reader& program)
    : Layer(std::move(place)),
      type_(program.string("type")),
      input_shape_(program.words(1, 1 << 30, "inputShape")),
      steps_(program.size("steps")),
      features_(program.size("features")),
      timed_(program.flag("timed")) {
  int64_t size = 1;
  for (const int32_t length : input_shape_) {
    size *= length;
    if (size > 1 << 30) throw Reader::wrong("inputShape", "at most 2^30 values", "more");
  }
  const int64_t made = static_cast<int64_t>(steps_) * features_;
  if (size == made && (timed_ || steps_ == 1)) return;
  throw Reader::wrong("outputShape", std::to_string(size) + " values", std::to_string(made));
}

void ReshapeLayer::check_whole_sequence(const Value& input) const {
  if (static_cast<int64_t>(input.steps) * input.features == static_cast<int64_t>(steps_) * features_) return;
  std::string shape;
  for (const int32_t length : input_shape_) shape += (shape.empty() ? "" : ", ") + std::to_string(length);
  throw Failure(FailureKind::wrong_length, "layer " + place.path + ": " + type_ + ": expected sequences of shape (" +
                                               shape + "), got " + std::to_string(input.steps) + " time steps");
}

void ReshapeLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  check_whole_sequence(input);
  const Matrix output = new_matrix(call, steps_, features_);
  const stride_t size = static_cast<stride_t>(steps_) * features_;
  copy_sequences(shaped(input.data, input.stride, input.features), shaped(output), call.batch.rows, size);
  call.outputs[0] = {output.data, output.stride, steps_, features_, timed_, nullptr};
}

void ReshapeLayer::backward(BackwardCall& call) const {
  if (!call.wanted[0]) return;
  const Value& input = call.inputs[0];
  const Gradient& given = call.output_gradients[0];
  const Matrix d_input = new_matrix(call, input.steps, input.features);
  const stride_t size = static_cast<stride_t>(steps_) * features_;
  copy_sequences(shaped(given.data, given.stride, features_), shaped(d_input), call.batch.rows, size);
  call.input_gradients[0] = d_input.gradient();
}

}  // namespace lockstep
