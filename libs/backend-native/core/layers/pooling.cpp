#include "layers/pooling.h"

#include <algorithm>

#include "layers/matrix.h"

namespace lockstep {
namespace {

/** Time steps of a window, or windows of a time step: [first, end). */
struct Span {
  int first;
  int end;

  int count() const { return end - first; }
};

Span steps_of(const TimeWindows& windows, const WindowOptions& options, int window) {
  const int64_t first = windows.step_of(window, 0);
  const int64_t end = std::min<int64_t>(first + options.size, windows.steps);
  return {static_cast<int>(std::max<int64_t>(first, 0)), static_cast<int>(end)};
}

/** The windows that see a time step: those that begin at most size - 1 before it. */
Span windows_of(const TimeWindows& windows, const WindowOptions& options, int step) {
  const int64_t from_start = step + windows.before;
  const int64_t too_early = from_start - options.size;
  const int64_t first = too_early < 0 ? 0 : too_early / windows.stride + 1;
  const int64_t end = std::min<int64_t>(from_start / windows.stride + 1, windows.count);
  return {static_cast<int>(std::min(first, end)), static_cast<int>(end)};
}

void store(const double* sums, const Matrix& to, stride_t row) {
  for (int j = 0; j < to.columns; j++) to.row(row)[j] = static_cast<float>(sums[j]);
}

/** For each step and row, step by step: sums(step, row, totals), which begin with zeros, become a row of the matrix. */
template <class Sums>
void sum_rows(const LayerCall& call, int steps, const Matrix& to, Sums sums) {
  double* totals = call.arena.array<double>(static_cast<size_t>(to.columns));
  for (int step = 0; step < steps; step++) {
    for (int row = 0; row < call.batch.rows; row++) {
      std::fill(totals, totals + to.columns, 0.0);
      sums(step, row, totals);
      store(totals, to, static_cast<stride_t>(step) * call.batch.rows + row);
    }
  }
}

}  // namespace

void AveragePoolingLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  const stride_t rows = call.batch.rows;
  const TimeWindows windows(input.steps, options_, place.path);
  const Matrix output = new_matrix(call, windows.count, input.features);
  sum_rows(call, windows.count, output, [&](int window, int row, double* totals) {
    const Span span = steps_of(windows, options_, window);
    for (int step = span.first; step < span.end; step++) {
      const float* x = input.data + (step * rows + row) * input.stride;
      for (int j = 0; j < input.features; j++) totals[j] += x[j];
    }
    for (int j = 0; j < input.features; j++) totals[j] /= span.count();
  });
  call.outputs[0] = {output.data, output.stride, windows.count, input.features, true, nullptr};
}

void AveragePoolingLayer::backward(BackwardCall& call) const {
  if (!call.wanted[0]) return;
  const Value& input = call.inputs[0];
  const Gradient& given = call.output_gradients[0];
  const stride_t rows = call.batch.rows;
  const TimeWindows windows(input.steps, options_, place.path);
  const Matrix d_input = new_matrix(call, input.steps, input.features);
  sum_rows(call, input.steps, d_input, [&](int step, int row, double* totals) {
    const Span span = windows_of(windows, options_, step);
    for (int window = span.first; window < span.end; window++) {
      const double count = steps_of(windows, options_, window).count();
      const float* d = given.data + (window * rows + row) * given.stride;
      for (int j = 0; j < input.features; j++) totals[j] += d[j] / count;
    }
  });
  call.input_gradients[0] = d_input.gradient();
}

void MaxPoolingLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  const stride_t rows = call.batch.rows;
  const TimeWindows windows(input.steps, options_, place.path);
  const Matrix output = new_matrix(call, windows.count, input.features);
  int32_t* largest = call.arena.array<int32_t>(static_cast<size_t>(output.rows) * static_cast<size_t>(input.features));
  call.tape = largest;
  for (int i = 0; i < output.rows; i++, largest += input.features) {
    const Span span = steps_of(windows, options_, static_cast<int>(i / rows));
    float* y = output.row(i);
    for (int step = span.first; step < span.end; step++) {
      const float* x = input.data + (step * rows + i % rows) * input.stride;
      for (int j = 0; j < input.features; j++) {
        const bool takes = step == span.first || x[j] > y[j] || x[j] != x[j];
        y[j] = takes ? x[j] : y[j];
        largest[j] = takes ? step : largest[j];
      }
    }
  }
  call.outputs[0] = {output.data, output.stride, windows.count, input.features, true, nullptr};
}

void MaxPoolingLayer::backward(BackwardCall& call) const {
  if (!call.wanted[0]) return;
  const Value& input = call.inputs[0];
  const Gradient& given = call.output_gradients[0];
  const stride_t rows = call.batch.rows;
  const TimeWindows windows(input.steps, options_, place.path);
  const int32_t* largest = static_cast<const int32_t*>(call.tape);
  const Matrix d_input = new_matrix(call, input.steps, input.features);
  sum_rows(call, input.steps, d_input, [&](int step, int row, double* totals) {
    const Span span = windows_of(windows, options_, step);
    for (int window = span.first; window < span.end; window++) {
      const stride_t i = window * rows + row;
      const float* d = given.data + i * given.stride;
      const int32_t* steps = largest + i * input.features;
      for (int j = 0; j < input.features; j++) {
        if (steps[j] == step) totals[j] += d[j];
      }
    }
  });
  call.input_gradients[0] = d_input.gradient();
}

}  // namespace lockstep
