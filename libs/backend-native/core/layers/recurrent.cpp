#include "layers/recurrent.h"

#include <cstring>

#include "kernels/pack.h"
#include "layers/recurrent_tape.h"
#include "numerics/dropout_mask.h"

namespace lockstep {
namespace {

/** Masks of a layer's input come first, those of its state from this number on. */
constexpr uint32_t first_state_mask = 4;

size_t product(int a, int b, int c = 1) { return static_cast<size_t>(a) * static_cast<size_t>(b) * static_cast<size_t>(c); }

/** A dropout mask of each row, (rows, size) with rows of `stride` floats. */
const float* draw_mask(const ForwardCall& call, int ordinal, uint32_t mask, double rate, int size, int stride) {
  const int rows = call.batch.rows;
  float* drawn = call.arena.floats(product(rows, size));
  const BatchRandomness& random = *call.batch.random;
  dropout_mask({random.seed, random.step, static_cast<uint32_t>(ordinal), mask}, random.sequences, static_cast<size_t>(rows), rate,
               static_cast<size_t>(size), drawn);
  float* wide = call.arena.zeros(product(rows, stride));
  for (int i = 0; i < rows; i++) {
    std::memcpy(wide + product(i, stride), drawn + product(i, size), static_cast<size_t>(size) * sizeof(float));
  }
  return wide;
}

/** The mask in the order of computation. */
const float* mask_in_order(const ForwardCall& call, const Value& input, bool go_backwards) {
  if (input.mask == nullptr || !go_backwards) return input.mask;
  const int rows = call.batch.rows;
  float* reversed = call.arena.floats(product(input.steps, rows));
  for (int s = 0; s < input.steps; s++) {
    const float* from = input.mask + product(input.steps - 1 - s, rows);
    std::memcpy(reversed + product(s, rows), from, static_cast<size_t>(rows) * sizeof(float));
  }
  return reversed;
}

/**
 * Which outputs are not zeroed. As in Keras: with zero_output_for_mask those of masked steps are zeroed; else, where the layer
 * starts from given states, those before the first step that counts.
 */
const float* kept_outputs(const ForwardCall& call, const RecurrentOptions& options, const RecurrentTape& tape) {
  if (tape.mask == nullptr || !(options.zero_output_for_mask || tape.has_initial_states)) return nullptr;
  const float* kept = tape.mask;
  const size_t rows = static_cast<size_t>(tape.rows);
  const size_t count = product(tape.steps, tape.rows);
  if (!options.zero_output_for_mask) {
    float* started = call.arena.floats(count);
    std::memcpy(started, tape.mask, count * sizeof(float));
    for (size_t i = rows; i < count; i++) {
      if (started[i - rows] != 0) started[i] = 1;
    }
    kept = started;
  }
  return options.return_sequences ? kept : kept + count - rows;
}

void draw_dropout(const ForwardCall& call, const RecurrentLayer& layer, RecurrentTape& tape) {
  const RecurrentOptions& options = layer.options;
  if (call.batch.random == nullptr) return;
  const int gates = options.script().gates;
  // Keras has one mask for all gates, but one for each where there is recurrent dropout too.
  const int input_masks = options.dropout > 0 ? (options.recurrent_dropout > 0 ? gates : 1) : 0;
  for (int g = 0; g < input_masks; g++) {
    const uint32_t mask = static_cast<uint32_t>(g);
    tape.input_dropout[g] = draw_mask(call, layer.place.ordinal, mask, options.dropout, options.features, padded(options.features));
  }
  for (int g = 0; options.recurrent_dropout > 0 && g < gates; g++) {
    const uint32_t mask = first_state_mask + static_cast<uint32_t>(g);
    tape.state_dropout[g] = draw_mask(call, layer.place.ordinal, mask, options.recurrent_dropout, options.units, options.unit_row());
    tape.dropped[g] = call.arena.floats(product(tape.steps, tape.rows, options.unit_row()));
    // The product of the zero state is left out, and this with it.
    std::memset(tape.dropped[g], 0, static_cast<size_t>(tape.state_step) * sizeof(float));
  }
}

/** The input as each gate sees it. */
void drop_input(const ForwardCall& call, const RecurrentOptions& options, RecurrentTape& tape) {
  const Value& input = call.inputs[0];
  for (int g = 0; g < options.script().gates; g++) {
    tape.inputs[g] = input;
    const float* mask = tape.input_dropout[g];
    if (mask == nullptr && g > 0) tape.inputs[g] = tape.inputs[0];
    if (mask == nullptr) continue;
    const int stride = padded(input.features);
    float* dropped = call.arena.floats(product(input.steps, tape.rows, stride));
    apply_dropout(mask, stride, input, tape.rows, dropped, stride);
    tape.inputs[g].data = dropped;
    tape.inputs[g].stride = stride;
  }
}

/** The first states, (rows, width): those given, or zeros. */
void put_initial_states(const ForwardCall& call, const RecurrentOptions& options, const RecurrentTape& tape) {
  for (int k = 0; k < options.script().states; k++) {
    float* state = tape.states[k];
    std::memset(state, 0, static_cast<size_t>(tape.state_step) * sizeof(float));
    if (!tape.has_initial_states) continue;
    const Value& given = call.initial_states[k];
    for (int i = 0; i < tape.rows; i++) {
      const size_t bytes = static_cast<size_t>(options.units) * sizeof(float);
      std::memcpy(state + product(i, options.unit_row()), given.data + i * given.stride, bytes);
    }
  }
}

RecurrentTape* make_tape(const ForwardCall& call, const RecurrentLayer& layer) {
  const RecurrentOptions& options = layer.options;
  const CellScript& script = options.script();
  const Value& input = call.inputs[0];
  RecurrentTape* tape = call.arena.make<RecurrentTape>();
  tape->steps = input.steps;
  tape->rows = call.batch.rows;
  tape->gate_row = options.gate_row();
  tape->gate_step = tape->rows * tape->gate_row;
  tape->state_step = static_cast<stride_t>(tape->rows) * options.unit_row();
  const size_t of_gates = static_cast<size_t>(tape->gate_step) * static_cast<size_t>(tape->steps);
  const size_t of_state = static_cast<size_t>(tape->state_step) * static_cast<size_t>(tape->steps);
  tape->gates = call.arena.floats(of_gates);
  const bool keeps_arguments = options.activation.needs_arguments() || options.gate_activation.needs_arguments();
  if (keeps_arguments) tape->gate_arguments = call.arena.floats(of_gates);
  for (int k = 0; k < script.states; k++) {
    tape->states[k] = call.arena.floats(of_state + static_cast<size_t>(tape->state_step));
  }
  if (script.has_inside) tape->inside = call.arena.floats(of_state);
  if (script.has_inside && keeps_arguments) tape->inside_arguments = call.arena.floats(of_state);
  if (script.has_apart) tape->apart = call.arena.floats(of_state);
  tape->has_initial_states = call.initial_state_count > 0;
  tape->mask = mask_in_order(call, input, options.go_backwards);
  tape->kept_outputs = kept_outputs(call, options, *tape);
  draw_dropout(call, layer, *tape);
  drop_input(call, options, *tape);
  put_initial_states(call, options, *tape);
  return tape;
}

/** Steps whose sums fit, all told, into a part of the second-level cache. */
int steps_of_projection(const RecurrentTape& tape) {
  constexpr stride_t floats = 128 * 1024;
  const stride_t steps = floats / tape.gate_step;
  return steps < 1 ? 1 : static_cast<int>(steps < tape.steps ? steps : tape.steps);
}

/** The input's part of the sums, x W + b, of `count` steps of the computation from `first` on. */
void project(const ForwardCall& call, const RecurrentOptions& options, const RecurrentWeights& weights,
             const RecurrentTape& tape, int first, int count) {
  const int width = options.width();
  const int from = options.go_backwards ? tape.steps - first - count : first;
  float* gates = tape.gates + from * tape.gate_step;
  for (int g = 0; g < options.script().gates; g++) {
    const Value& x = tape.inputs[g];
    const float* bias = weights.bias == nullptr ? nullptr : weights.bias + product(g, width);
    call.kernels.multiply({count * tape.rows, x.data + static_cast<stride_t>(from) * tape.rows * x.stride, x.stride, 1,
                           options.features, 0, weights.kernel + product(g, width, options.features), width,
                           gates + product(g, width), tape.gate_row, bias == nullptr ? Start::zero : Start::bias, bias});
  }
}

/** A copy of the outputs with those zeroed that the mask zeroes. */
const float* zero_outputs(Arena& arena, const float* outputs, stride_t stride, const float* kept, size_t rows, int columns,
                          stride_t to_stride) {
  float* copy = arena.floats(rows * static_cast<size_t>(to_stride));
  for (size_t i = 0; i < rows; i++) {
    float* to = copy + i * static_cast<size_t>(to_stride);
    const size_t bytes = static_cast<size_t>(columns) * sizeof(float);
    if (kept[i] == 0) std::memset(to, 0, bytes);
    else std::memcpy(to, outputs + i * static_cast<size_t>(stride), bytes);
  }
  return copy;
}

void look_at_states(Watch* watch, const RecurrentLayer& layer, const RecurrentTape& tape, int s) {
  if (watch == nullptr) return;
  const RecurrentOptions& options = layer.options;
  for (int k = 0; k < options.script().states; k++) {
    watch->look(layer.place.path, Pass::forward, tape.input_step(options, s), tape.rows, options.units,
                tape.states[k] + (s + 1) * tape.state_step, options.unit_row());
  }
}

void put_outputs(ForwardCall& call, const RecurrentOptions& options, const RecurrentTape& tape) {
  const stride_t width = options.unit_row();
  const int steps = options.return_sequences ? tape.steps : 1;
  const float* outputs = tape.states[0] + (tape.steps + 1 - steps) * tape.state_step;
  if (tape.kept_outputs != nullptr) {
    outputs = zero_outputs(call.arena, outputs, width, tape.kept_outputs, product(steps, tape.rows), options.units, width);
  }
  call.outputs[0] = {outputs, width, steps, options.units, options.return_sequences, nullptr};
  if (options.return_sequences) call.outputs[0].mask = call.inputs[0].mask;
  for (int k = 0; k < options.script().states; k++) {
    const Value last{tape.states[k] + tape.steps * tape.state_step, width, 1, options.units, false, nullptr};
    if (options.return_state) call.outputs[1 + k] = last;
    if (call.final_states != nullptr) call.final_states[k] = last;
  }
}

/** d(loss)/d(outputs) by step of the computation; data is null where there is none. */
struct OutputGradients {
  const float* data;
  stride_t stride;
  /** The step of the computation that the first block is of. */
  int first;

  const float* of_step(int s, int rows) const {
    return data == nullptr || s < first ? nullptr : data + static_cast<stride_t>(s - first) * rows * stride;
  }
};

OutputGradients output_gradients(const BackwardCall& call, const RecurrentOptions& options, const RecurrentTape& tape) {
  const Gradient& given = call.output_gradients[0];
  const int steps = options.return_sequences ? tape.steps : 1;
  OutputGradients gradients{given.data, given.stride, tape.steps - steps};
  if (given.data != nullptr && tape.kept_outputs != nullptr) {
    gradients.stride = options.unit_row();
    gradients.data = zero_outputs(call.arena, given.data, given.stride, tape.kept_outputs, product(steps, tape.rows),
                                  options.units, gradients.stride);
  }
  return gradients;
}

/** to += from, rows of `columns` values. */
void add_rows(const float* from, stride_t from_stride, int rows, int columns, float* to, stride_t to_stride) {
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) to[i * to_stride + j] += from[i * from_stride + j];
  }
}

/** The way back through time. */
class BackwardLoop {
 public:
  BackwardLoop(const BackwardCall& call, const RecurrentLayer& layer, const RecurrentTape& tape)
      : call_(call),
        layer_(layer),
        options_(layer.options),
        tape_(tape),
        outputs_(output_gradients(call, layer.options, tape)) {
    const size_t size = static_cast<size_t>(tape.state_step);
    for (int k = 0; k < 2; k++) {
      after_[k] = call.arena.zeros(size);
      before_[k] = call.arena.zeros(size);
    }
    d_gates_ = call.arena.floats(product(rows_of_pass(options_), options_.width(), options_.script().gates));
    d_inside_ = call.arena.zeros(size);
  }

  void run() {
    start();
    for (int s = tape_.steps - 1; s >= 0; s--) {
      call_.check_wanted();
      look(s);
      if (call_.flow != nullptr) {
        call_.flow->look(layer_.place.ordinal, tape_.input_step(options_, s), options_.units, after_[0], options_.unit_row());
      }
      begin_before(s);
      const StateGradients gradients{{after_[0], after_[1]}, {before_[0], before_[1]}, d_gates_, d_inside_};
      const bool wants_before = s > 0 || tape_.has_initial_states;
      run_recurrent_step_back(call_, options_, weights(), tape_, s, gradients, wants_before);
      pass_masked_rows(s);
      for (int k = 0; k < options_.script().states; k++) std::swap(after_[k], before_[k]);
    }
  }

  /** After `run`: d(loss)/d(initial state k). */
  Gradient initial_state(int k) const { return {after_[k], options_.unit_row()}; }

 private:
  const RecurrentWeights& weights() const { return *static_cast<const RecurrentWeights*>(call_.weights); }

  void add_output(int s, float* to) {
    const float* gradient = outputs_.of_step(s, tape_.rows);
    if (gradient != nullptr) add_rows(gradient, outputs_.stride, tape_.rows, options_.units, to, options_.unit_row());
  }

  /** d(loss)/d(last states): of the returned states, and of the last output. */
  void start() {
    for (int k = 0; options_.return_state && k < options_.script().states; k++) {
      const Gradient& given = call_.output_gradients[1 + k];
      if (given.data != nullptr) {
        add_rows(given.data, given.stride, tape_.rows, options_.units, after_[k], options_.unit_row());
      }
    }
    add_output(tape_.steps - 1, after_[0]);
  }

  void begin_before(int s) {
    std::memset(before_[0], 0, static_cast<size_t>(tape_.state_step) * sizeof(float));
    if (s > 0) add_output(s - 1, before_[0]);
  }

  /** A masked time step passes the gradients of its states on. */
  void pass_masked_rows(int s) {
    if (tape_.mask == nullptr) return;
    const stride_t width = options_.unit_row();
    for (int i = 0; i < tape_.rows; i++) {
      if (tape_.mask[s * tape_.rows + i] != 0) continue;
      const float* output = s == 0 ? nullptr : outputs_.of_step(s - 1, tape_.rows);
      for (int j = 0; j < options_.units; j++) {
        const float own = output == nullptr ? 0 : output[i * outputs_.stride + j];
        before_[0][i * width + j] = own + after_[0][i * width + j];
        if (options_.script().states > 1) before_[1][i * width + j] = after_[1][i * width + j];
      }
    }
  }

  void look(int s) {
    if (call_.watch == nullptr) return;
    for (int k = options_.script().states - 1; k >= 0; k--) {
      call_.watch->look(layer_.place.path, Pass::backward, tape_.input_step(options_, s), tape_.rows, options_.units, after_[k],
                        options_.unit_row());
    }
  }

  const BackwardCall& call_;
  const RecurrentLayer& layer_;
  const RecurrentOptions& options_;
  const RecurrentTape& tape_;
  const OutputGradients outputs_;
  float* after_[2];
  float* before_[2];
  float* d_gates_;
  float* d_inside_;
};

/** d(loss)/dx = (gradients of the sums) W^T, through the dropout of the input. */
Gradient input_gradient(const BackwardCall& call, const RecurrentOptions& options, const RecurrentWeights& weights,
                        const RecurrentTape& tape) {
  const int width = padded(options.features);
  const int stride = spread_row(options.features);
  const int rows = tape.steps * tape.rows;
  const bool drops = tape.input_dropout[0] != nullptr;
  float* sum = call.arena.floats(product(rows, stride));
  float* part = drops ? call.arena.floats(product(rows, stride)) : sum;
  const int gates = options.script().gates;
  const int together = tape.drops_input_by_gate() ? 1 : gates;
  for (int g = 0; g < gates; g += together) {
    Product of_gates{rows, tape.gates + product(g, options.width()), tape.gate_row, together, options.units, options.width(),
                     weights.kernel_back, width, part, stride, Start::zero, nullptr};
    of_gates.packed_k = gates * options.units;
    of_gates.first_k = g * options.units;
    call.kernels.multiply(of_gates);
    if (!tape.drops_input_by_gate()) continue;
    const Value dropped{part, stride, tape.steps, options.features, true, nullptr};
    apply_dropout(tape.input_dropout[g], width, dropped, tape.rows, part, stride);
    if (g == 0) std::memcpy(sum, part, product(rows, stride) * sizeof(float));
    else add_rows(part, stride, rows, options.features, sum, stride);
  }
  if (drops && !tape.drops_input_by_gate()) {
    const Value all{part, stride, tape.steps, options.features, true, nullptr};
    apply_dropout(tape.input_dropout[0], width, all, tape.rows, sum, stride);
  }
  return {sum, stride};
}

}  // namespace

RecurrentOptions RecurrentOptions::read(Reader& program) {
  RecurrentOptions options;
  options.cell = program.word(0, cell_count - 1, "cell");
  options.features = program.size("features");
  options.units = program.size("units");
  options.use_bias = program.flag("useBias");
  options.activation = ActivationFunction::read(program);
  options.gate_activation = ActivationFunction::read(program);
  options.dropout = program.rate("dropout");
  options.recurrent_dropout = program.rate("recurrentDropout");
  options.go_backwards = program.flag("goBackwards");
  options.return_sequences = program.flag("returnSequences");
  options.return_state = program.flag("returnState");
  options.zero_output_for_mask = program.flag("zeroOutputForMask");
  return options;
}

RecurrentLayer::RecurrentLayer(LayerPlace place, const RecurrentOptions& options)
    : Layer(std::move(place)), options(options) {
  const int gates = options.script().gates;
  check_parameter(0, product(options.features, gates, options.units));
  check_parameter(1, product(options.units, gates, options.units));
  if (options.use_bias) check_parameter(2, product(options.script().has_apart ? 2 : 1, gates, options.units));
}

void RecurrentLayer::check_ends(size_t inputs, size_t initial_states, size_t outputs) const {
  const size_t states = static_cast<size_t>(options.script().states);
  const bool starts = initial_states == 0 || initial_states == states;
  bool carries = place.states.empty() || place.states.size() == states;
  for (const CarriedState& state : place.states) carries = carries && state.units == options.units;
  if (inputs == 1 && starts && carries && outputs == 1 + (options.return_state ? states : 0)) return;
  throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected states of its cell");
}

const void* RecurrentLayer::pack(const Kernels& kernels, const float* parameters, Arena& arena) const {
  const int gates = options.script().gates;
  const int units = options.units;
  const int features = options.features;
  const stride_t all = static_cast<stride_t>(gates) * units;
  const float* w = parameters + place.parameters[0].offset;
  const float* u = parameters + place.parameters[1].offset;
  const auto packed = [&](const PackSource& source, int k, int groups, int columns) {
    float* panels = arena.floats(packed_floats(k, groups, columns));
    lockstep::pack(kernels, source, k, groups, columns, panels);
    return panels;
  };
  RecurrentWeights* weights = arena.make<RecurrentWeights>();
  weights->kernel = packed({w, all, 1}, features, gates, units);
  weights->recurrent_kernel = packed({u, all, 1}, units, gates, units);
  weights->kernel_back = packed({w, 1, all}, gates * units, 1, features);
  weights->recurrent_kernel_back = packed({u, 1, all}, gates * units, 1, units);
  if (!options.use_bias) return weights;
  const float* b = parameters + place.parameters[2].offset;
  float* bias = arena.zeros(product(gates, options.width()));
  for (int g = 0; g < gates; g++) {
    for (int j = 0; j < units; j++) {
      const stride_t from = static_cast<stride_t>(g) * units + j;
      // With a product apart the bias has a second row, of the recurrent product; what is not apart begins with both.
      const bool has_both = options.script().has_apart && g < gates - 1;
      bias[product(g, options.width()) + static_cast<size_t>(j)] = has_both ? b[from] + b[all + from] : b[from];
    }
  }
  weights->bias = bias;
  if (options.script().has_apart) {
    float* apart = arena.zeros(static_cast<size_t>(options.width()));
    std::memcpy(apart, b + all + (gates - 1) * units, static_cast<size_t>(units) * sizeof(float));
    weights->bias_apart = apart;
  }
  return weights;
}

void RecurrentLayer::forward(ForwardCall& call) const {
  check_features(call.inputs[0], options.features);
  for (int k = 0; k < call.initial_state_count; k++) {
    check_features(call.initial_states[k], options.units);
    if (call.initial_states[k].steps == 1) continue;
    throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected states without time steps");
  }
  const RecurrentWeights& weights = *static_cast<const RecurrentWeights*>(call.weights);
  RecurrentTape* tape = make_tape(call, *this);
  call.tape = tape;
  if (call.flow != nullptr) call.flow->expect(place.ordinal, tape->steps);
  const int ahead = steps_of_projection(*tape);
  for (int s = 0; s < tape->steps; s++) {
    call.check_wanted();
    if (s % ahead == 0) project(call, options, weights, *tape, s, tape->steps - s < ahead ? tape->steps - s : ahead);
    run_recurrent_step(call, options, weights, *tape, s);
    look_at_states(call.watch, *this, *tape, s);
  }
  put_outputs(call, options, *tape);
}

void RecurrentLayer::backward(BackwardCall& call) const {
  const RecurrentTape& tape = *static_cast<const RecurrentTape*>(call.tape);
  BackwardLoop loop(call, *this, tape);
  loop.run();
  add_recurrent_weight_gradients(call, *this, tape);
  if (call.wanted[0]) {
    call.input_gradients[0] = input_gradient(call, options, *static_cast<const RecurrentWeights*>(call.weights), tape);
  }
  for (int k = 0; k < call.initial_state_count; k++) call.initial_state_gradients[k] = loop.initial_state(k);
}

}  // namespace lockstep
