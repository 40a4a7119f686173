#include "layers/repeat_vector.h"

#include "layers/matrix.h"

namespace lockstep {

void RepeatVectorLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  if (input.steps != 1) {
    throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected vectors");
  }
  const Matrix output = new_matrix(call, n_, input.features);
  const size_t bytes = static_cast<size_t>(input.features) * sizeof(float);
  for (int i = 0; i < output.rows; i++) {
    std::memcpy(output.row(i), input.data + i % call.batch.rows * input.stride, bytes);
  }
  call.outputs[0] = {output.data, output.stride, n_, input.features, true, nullptr};
}

void RepeatVectorLayer::backward(BackwardCall& call) const {
  if (!call.wanted[0]) return;
  const Gradient& given = call.output_gradients[0];
  const Matrix sum = padded_copy(call, given.data, given.stride, 1, call.inputs[0].features);
  for (int step = 1; step < n_; step++) {
    for (int row = 0; row < sum.rows; row++) {
      const float* d = given.data + (static_cast<stride_t>(step) * sum.rows + row) * given.stride;
      float* to = sum.row(row);
      for (int j = 0; j < sum.columns; j++) to[j] += d[j];
    }
  }
  call.input_gradients[0] = sum.gradient();
}

}  // namespace lockstep
