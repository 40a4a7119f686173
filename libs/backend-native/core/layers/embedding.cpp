#include "layers/embedding.h"

#include <cmath>

#include "layers/matrix.h"

namespace lockstep {

EmbeddingLayer::EmbeddingLayer(LayerPlace place, Reader& program)
    : Layer(std::move(place)),
      tokens_(program.size("inputDim")),
      width_(program.size("outputDim")),
      mask_zero_(program.flag("maskZero")) {
  check_parameter(0, static_cast<size_t>(tokens_) * static_cast<size_t>(width_));
}

int32_t EmbeddingLayer::token(float value, int row, int step) const {
  if (value >= 0 && value < static_cast<float>(tokens_) && value == std::floor(value)) {
    const int32_t token = static_cast<int32_t>(value);
    // Large counts may have been rounded up.
    if (token < tokens_) return token;
  }
  throw Failure(FailureKind::wrong_value,
                "layer " + place.path + ": row " + std::to_string(row) + ", time step " + std::to_string(step) +
                    ": expected a token id from 0 to " + std::to_string(tokens_ - 1) + ", got ",
                static_cast<double>(value));
}

/**
 * (steps * rows), time step by time step. Rows are counted from the first of their micro-batch, and micro-batches
 * looked at one by one, so that what is said of a wrong one does not depend on which are computed together.
 */
int32_t* EmbeddingLayer::read_tokens(const ForwardCall& call) const {
  const Value& input = call.inputs[0];
  if (input.timed) check_features(input, 1);
  const stride_t rows = call.batch.rows;
  const int steps = input.timed ? input.steps : input.features;
  int32_t* tokens = call.arena.array<int32_t>(static_cast<size_t>(checked_rows(steps * rows)));
  const auto read = [&](int step, int row, int first_row) {
    const stride_t at = input.timed ? (step * rows + row) * input.stride : row * input.stride + step;
    tokens[step * rows + row] = token(input.data[at], row - first_row, step);
  };
  for (int m = 0; m < call.batch.count; m++) {
    const int first = call.batch.first_rows[m];
    const int end = call.batch.first_rows[m + 1];
    if (input.timed) {
      for (int step = 0; step < steps; step++) {
        for (int row = first; row < end; row++) read(step, row, first);
      }
    } else {
      for (int row = first; row < end; row++) {
        for (int step = 0; step < steps; step++) read(step, row, first);
      }
    }
  }
  return tokens;
}

void EmbeddingLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  const int steps = input.timed ? input.steps : input.features;
  int32_t* tokens = read_tokens(call);
  call.tape = tokens;
  const Matrix output = new_matrix(call, steps, width_);
  const float* table = call.parameters + place.parameters[0].offset;
  const size_t bytes = static_cast<size_t>(width_) * sizeof(float);
  for (int i = 0; i < output.rows; i++) {
    std::memcpy(output.row(i), table + static_cast<stride_t>(tokens[i]) * width_, bytes);
  }
  float* mask = nullptr;
  if (mask_zero_) {
    mask = call.arena.floats(static_cast<size_t>(output.rows));
    for (int i = 0; i < output.rows; i++) mask[i] = tokens[i] == 0 ? 0.0f : 1.0f;
  }
  call.outputs[0] = {output.data, output.stride, steps, width_, true, mask};
}

void EmbeddingLayer::backward(BackwardCall& call) const {
  const int32_t* tokens = static_cast<const int32_t*>(call.tape);
  const Gradient& given = call.output_gradients[0];
  const Table table{place.parameters[0], static_cast<size_t>(width_)};
  for (int m = 0; m < call.batch.count; m++) {
    for (stride_t step = 0; step < call.outputs[0].steps; step++) {
      for (int row = call.batch.first_rows[m]; row < call.batch.first_rows[m + 1]; row++) {
        const stride_t i = step * call.batch.rows + row;
        const float* d = given.data + i * given.stride;
        float* sums = call.tree.leaf_row(m, table, tokens[i]);
        for (int j = 0; j < width_; j++) sums[j] += d[j];
      }
    }
    call.tree.add_rows(m, table);
  }
}

}  // namespace lockstep
