#include "layers/conv1d.h"

#include <algorithm>

#include "kernels/pack.h"
#include "layers/weight_gradient.h"

namespace lockstep {
namespace {

WindowOptions read_windows(Reader& program) {
  WindowOptions options = WindowOptions::read(program);
  options.dilation = program.size("window.dilation");
  return options;
}

/** a / b, rounded up, but from 0 to `most`. */
int divided_up(int64_t a, int64_t b, int most) {
  return a <= 0 ? 0 : static_cast<int>(std::min<int64_t>((a + b - 1) / b, most));
}

/**
 * The places of a window that fall into the sequence in any window, [first, end), and the sequence with the padding
 * that these see. The other ones see nothing but padding.
 */
struct SeenPlaces {
  SeenPlaces(const TimeWindows& windows, int size) {
    const int64_t last_window = static_cast<int64_t>(windows.count - 1) * windows.stride;
    first = divided_up(windows.before - last_window, windows.dilation, size);
    end = std::max(first, divided_up(windows.before + windows.steps, windows.dilation, size));
    if (first == end) return;
    before = std::max<int64_t>(0, -windows.step_of(0, first));
    const int64_t last_step = windows.step_of(windows.count - 1, end - 1);
    steps = before + std::max<int64_t>(windows.steps, last_step + 1);
  }

  int first;
  int end;
  /** Time steps of padding in front of the sequence, and of all. */
  int64_t before = 0;
  int64_t steps = 0;
};

}  // namespace

struct Conv1dLayer::Tape {
  TimeWindows windows;
  SeenPlaces places;
  /** The input with its padding. */
  const float* x;
  stride_t x_row;
  Matrix outputs;
  /** Arguments of the activation, where they are needed. */
  float* arguments;

  /** The first time step that a place sees in a window, counted with the padding. */
  stride_t first_step(int64_t window, int place) const {
    return static_cast<stride_t>(windows.step_of(window, place) + places.before);
  }

  /** Calls body(window, count) for windows that follow each other so closely that they are one matrix. */
  template <class Body>
  void each_run(Body body) const {
    if (windows.stride == 1) return body(0, windows.count);
    for (int window = 0; window < windows.count; window++) body(window, 1);
  }
};

Conv1dLayer::Conv1dLayer(LayerPlace place, Reader& program)
    : Layer(std::move(place)),
      features_(program.size("features")),
      filters_(program.size("filters")),
      windows_(read_windows(program)),
      use_bias_(program.flag("useBias")),
      activation_(ActivationFunction::read(program)) {
  const size_t of_place = static_cast<size_t>(features_) * static_cast<size_t>(filters_);
  // Else the product of three might be too large to be counted.
  if (of_place > size_t{1} << 30) {
    throw Reader::wrong("filters", "a kernel of at most 2^30 values", std::to_string(filters_));
  }
  check_parameter(0, static_cast<size_t>(windows_.size) * of_place);
  if (use_bias_) check_parameter(1, static_cast<size_t>(filters_));
}

const void* Conv1dLayer::pack(const Kernels& kernels, const float* parameters, Arena& arena) const {
  const float* w = parameters + place.parameters[0].offset;
  const size_t places = static_cast<size_t>(windows_.size);
  const size_t forward = packed_floats(features_, 1, filters_);
  const size_t back = packed_floats(filters_, 1, features_);
  float* kernel = arena.floats(places * forward);
  float* kernel_back = arena.floats(places * back);
  for (size_t p = 0; p < places; p++) {
    const float* of_place = w + static_cast<stride_t>(p) * features_ * filters_;
    lockstep::pack(kernels, {of_place, filters_, 1}, features_, 1, filters_, kernel + p * forward);
    lockstep::pack(kernels, {of_place, 1, filters_}, filters_, 1, features_, kernel_back + p * back);
  }
  float* bias = arena.zeros(static_cast<size_t>(padded(filters_)));
  if (use_bias_) std::copy_n(parameters + place.parameters[1].offset, filters_, bias);
  Conv1dWeights* weights = arena.make<Conv1dWeights>();
  *weights = {kernel, kernel_back, bias};
  return weights;
}

/** With the input, but nothing computed. */
Conv1dLayer::Tape* Conv1dLayer::make_tape(const ForwardCall& call) const {
  const Value& input = call.inputs[0];
  const TimeWindows windows(input.steps, windows_, place.path);
  const SeenPlaces places(windows, windows_.size);
  const Matrix outputs = new_matrix(call, windows.count, filters_);
  Tape* tape = call.arena.make<Tape>(windows, places, input.data, input.stride, outputs, nullptr);
  if (places.before == 0 && places.steps <= input.steps) return tape;
  const size_t rows = static_cast<size_t>(checked_rows(places.steps * call.batch.rows));
  float* x = call.arena.zeros(rows * static_cast<size_t>(features_));
  float* to = x + static_cast<stride_t>(places.before) * call.batch.rows * features_;
  for (stride_t i = 0; i < static_cast<stride_t>(input.steps) * call.batch.rows; i++) {
    std::copy_n(input.data + i * input.stride, features_, to + i * features_);
  }
  tape->x = x;
  tape->x_row = features_;
  return tape;
}

void Conv1dLayer::forward(ForwardCall& call) const {
  check_features(call.inputs[0], features_);
  const Conv1dWeights& weights = *static_cast<const Conv1dWeights*>(call.weights);
  Tape* tape = make_tape(call);
  call.tape = tape;
  const Matrix& y = tape->outputs;
  const stride_t rows = call.batch.rows;
  for (int i = 0; i < y.rows; i++) std::copy_n(weights.bias, y.stride, y.row(i));
  tape->each_run([&](int window, int count) {
    for (int p = tape->places.first; p < tape->places.end; p++) {
      const float* x = tape->x + tape->first_step(window, p) * rows * tape->x_row;
      const float* panels = weights.kernel + static_cast<size_t>(p) * packed_floats(features_, 1, filters_);
      float* to = y.row(window * rows);
      call.kernels.multiply({count * call.batch.rows, x, tape->x_row, 1, features_, 0, panels, y.block().columns, to,
                             y.stride, Start::old, nullptr});
    }
  });
  if (!call.as_logits) {
    if (activation_.needs_arguments()) tape->arguments = new_matrix(call, tape->windows.count, filters_).data;
    activation_.apply(call.kernels, y.block(), filters_, tape->arguments);
  }
  call.outputs[0] = {y.data, y.stride, tape->windows.count, filters_, true, nullptr};
}

void Conv1dLayer::backward(BackwardCall& call) const {
  const Tape& tape = *static_cast<const Tape*>(call.tape);
  const Matrix d_sums = sum_gradients(call, tape);
  write_parameter_gradients(call, tape, d_sums);
  if (call.wanted[0]) call.input_gradients[0] = input_gradient(call, tape, d_sums);
}

Matrix Conv1dLayer::sum_gradients(const BackwardCall& call, const Tape& tape) const {
  const Gradient& given = call.output_gradients[0];
  const Matrix d = padded_copy(call, given.data, given.stride, tape.windows.count, filters_);
  if (call.as_logits) return d;
  activation_.gradient(call.kernels, tape.outputs.block(), tape.arguments, d.block(), d.block(), filters_);
  return d;
}

void Conv1dLayer::write_parameter_gradients(const BackwardCall& call, const Tape& tape, const Matrix& d_sums) const {
  const Arena::Mark mark = call.arena.mark();
  const stride_t rows = call.batch.rows;
  const int places = tape.places.end - tape.places.first;
  const Parameter& kernel = place.parameters[0];
  const size_t of_place = static_cast<size_t>(features_) * static_cast<size_t>(filters_);
  const stride_t step = static_cast<stride_t>(tape.windows.stride) * rows * tape.x_row;
  GradientFactor* factors = call.arena.array<GradientFactor>(static_cast<size_t>(places) + 1);
  for (int i = 0; i < places; i++) {
    const int p = tape.places.first + i;
    const float* x = tape.x + tape.first_step(0, p) * rows * tape.x_row;
    const size_t offset = kernel.offset + static_cast<size_t>(p) * of_place;
    factors[i] = {x, step, tape.x_row, features_, offset, filters_};
  }
  if (use_bias_) factors[places] = {nullptr, 0, 0, 1, place.parameters[1].offset, filters_};
  for (int m = 0; m < call.batch.count; m++) {
    std::fill_n(call.tree.leaf(m) + kernel.offset, kernel.size, 0.0f);
    const GradientGroup group{factors, places + (use_bias_ ? 1 : 0)};
    const GradientPart part{0, 1, d_sums.data, rows * d_sums.stride, d_sums.stride, 1};
    write_weight_gradients(call, {tape.windows.count, &group, 1, &part, 1, filters_}, m);
    for (const Parameter& parameter : place.parameters) call.tree.add(m, parameter);
  }
  call.arena.release(mark);
}

Gradient Conv1dLayer::input_gradient(const BackwardCall& call, const Tape& tape, const Matrix& d_sums) const {
  const Conv1dWeights& weights = *static_cast<const Conv1dWeights*>(call.weights);
  const stride_t rows = call.batch.rows;
  const Matrix d_x = new_matrix(call, std::max<int64_t>(tape.places.steps, tape.windows.steps), features_);
  std::fill_n(d_x.data, d_x.rows * d_x.stride, 0.0f);
  for (int p = tape.places.first; p < tape.places.end; p++) {
    const float* panels = weights.kernel_back + static_cast<size_t>(p) * packed_floats(filters_, 1, features_);
    tape.each_run([&](int window, int count) {
      const float* d = d_sums.row(window * rows);
      float* to = d_x.row(tape.first_step(window, p) * rows);
      call.kernels.multiply({count * call.batch.rows, d, d_sums.stride, 1, filters_, 0, panels, d_x.block().columns, to,
                             d_x.stride, Start::old, nullptr});
    });
  }
  return {d_x.row(static_cast<stride_t>(tape.places.before) * rows), d_x.stride};
}

}  // namespace lockstep
