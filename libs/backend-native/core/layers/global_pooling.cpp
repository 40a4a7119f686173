#include "layers/global_pooling.h"

#include <algorithm>

#include "layers/matrix.h"
#include "numerics/ecmascript.h"

namespace lockstep {
namespace {

bool counts(const Value& value, stride_t place) { return value.mask == nullptr || value.mask[place] == 1; }

const float* row_of(const float* data, stride_t stride, stride_t place) { return data + place * stride; }

}  // namespace

void GlobalAveragePoolingLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  const int rows = call.batch.rows;
  const Matrix output = new_matrix(call, 1, input.features);
  int* used = call.arena.array<int>(static_cast<size_t>(rows));
  call.tape = used;
  double* sums = call.arena.array<double>(static_cast<size_t>(input.features));
  for (int row = 0; row < rows; row++) {
    std::fill(sums, sums + input.features, 0.0);
    for (stride_t place = row; place < static_cast<stride_t>(input.steps) * rows; place += rows) {
      if (!counts(input, place)) continue;
      used[row]++;
      const float* x = row_of(input.data, input.stride, place);
      for (int j = 0; j < input.features; j++) sums[j] += x[j];
    }
    for (int j = 0; j < input.features; j++) output.row(row)[j] = static_cast<float>(sums[j] / used[row]);
  }
  call.outputs[0] = {output.data, output.stride, 1, input.features, keep_time_, nullptr};
}

void GlobalAveragePoolingLayer::backward(BackwardCall& call) const {
  if (!call.wanted[0]) return;
  const Value& input = call.inputs[0];
  const Gradient& given = call.output_gradients[0];
  const int* used = static_cast<const int*>(call.tape);
  const Matrix d_input = new_matrix(call, input.steps, input.features);
  for (int place = 0; place < d_input.rows; place++) {
    const int row = place % call.batch.rows;
    const float* d = row_of(given.data, given.stride, row);
    const double count = used[row];
    const bool is_used = counts(input, place);
    for (int j = 0; j < input.features; j++) d_input.row(place)[j] = is_used ? static_cast<float>(d[j] / count) : 0.0f;
  }
  call.input_gradients[0] = d_input.gradient();
}

void GlobalMaxPoolingLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  const int rows = call.batch.rows;
  const Matrix output = padded_copy(call, input.data, input.stride, 1, input.features);
  Matrix* tape = call.arena.make<Matrix>();
  call.tape = tape;
  *tape = output;
  for (stride_t place = rows; place < static_cast<stride_t>(input.steps) * rows; place++) {
    const float* x = row_of(input.data, input.stride, place);
    float* largest = output.row(place % rows);
    for (int j = 0; j < input.features; j++) largest[j] = static_cast<float>(numerics::larger_of(largest[j], x[j]));
  }
  call.outputs[0] = {output.data, output.stride, 1, input.features, keep_time_, nullptr};
}

void GlobalMaxPoolingLayer::backward(BackwardCall& call) const {
  if (!call.wanted[0]) return;
  const Value& input = call.inputs[0];
  const Gradient& given = call.output_gradients[0];
  const Matrix& largest = *static_cast<const Matrix*>(call.tape);
  const Matrix d_input = new_matrix(call, input.steps, input.features);
  double* ties = call.arena.array<double>(static_cast<size_t>(input.features));
  for (int row = 0; row < largest.rows; row++) {
    const float* y = largest.row(row);
    const float* d = row_of(given.data, given.stride, row);
    std::fill(ties, ties + input.features, 0.0);
    for (int place = row; place < d_input.rows; place += largest.rows) {
      const float* x = row_of(input.data, input.stride, place);
      for (int j = 0; j < input.features; j++) ties[j] += x[j] == y[j] ? 1 : 0;
    }
    for (int place = row; place < d_input.rows; place += largest.rows) {
      const float* x = row_of(input.data, input.stride, place);
      float* to = d_input.row(place);
      for (int j = 0; j < input.features; j++) to[j] = x[j] == y[j] ? static_cast<float>(d[j] / ties[j]) : 0.0f;
    }
  }
  call.input_gradients[0] = d_input.gradient();
}

}  // namespace lockstep
