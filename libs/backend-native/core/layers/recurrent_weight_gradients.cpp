#include "layers/recurrent_tape.h"
#include "layers/weight_gradient.h"

namespace lockstep {
namespace {

/** Gradients of the columns of some gates in W, U and b. */
class WeightGradients {
 public:
  WeightGradients(const BackwardCall& call, const RecurrentLayer& layer, const RecurrentTape& tape, int micro_batch)
      : call_(call), layer_(layer), options_(layer.options), tape_(tape), micro_batch_(micro_batch) {}

  void run() {
    const int gates = options_.script().gates;
    const bool by_gate = tape_.drops_input_by_gate() || tape_.drops_state();
    for (int first = 0; first < gates;) {
      int count = 1;
      while (!by_gate && first + count < gates && operand(first + count) == operand(first)) count++;
      write_gates(first, count);
      first += count;
    }
    if (options_.script().has_apart) write_apart(gates - 1);
  }

 private:
  enum class Operand { state, inside, apart };

  /** What a gate's columns of U are multiplied with. */
  Operand operand(int gate) const {
    for (const CellOperation* op = options_.script().forward; op->kind != CellOperation::end; op++) {
      if (op->kind == CellOperation::product_of_inside && op->first == gate) return Operand::inside;
      if (op->kind == CellOperation::product_apart && op->first == gate) return Operand::apart;
    }
    return Operand::state;
  }

  void write_gates(int first, int count) {
    const Operand with = operand(first);
    GradientFactor factors[4];
    int factor_count = 0;
    factors[factor_count++] = input_factor(first);
    if (with != Operand::apart) factors[factor_count++] = state_factor(first, with);
    if (options_.use_bias) factors[factor_count++] = bias_factor(0, first);
    // b' of the gates whose sums begin with b + b' has their gradients too.
    if (options_.use_bias && options_.script().has_apart && with == Operand::state) {
      factors[factor_count++] = bias_factor(1, first);
    }
    write_weight_gradients(call_,
                           {tape_.steps, factors, factor_count, tape_.gates + static_cast<stride_t>(first) * options_.width(),
                            tape_.gate_step, tape_.gate_row, count, options_.units},
                           micro_batch_);
  }

  void write_apart(int gate) {
    GradientFactor factors[2] = {state_factor(gate, Operand::apart)};
    if (options_.use_bias) factors[1] = bias_factor(1, gate);
    write_weight_gradients(call_,
                           {tape_.steps, factors, options_.use_bias ? 2 : 1, in_input_order(tape_.apart), step_in_input_order(),
                            options_.unit_row(), 1, options_.units},
                           micro_batch_);
  }

  stride_t all() const { return static_cast<stride_t>(options_.script().gates) * options_.units; }
  size_t column(int gate) const { return static_cast<size_t>(gate) * static_cast<size_t>(options_.units); }
  const Parameter& parameter(int index) const { return layer_.place.parameters[static_cast<size_t>(index)]; }

  GradientFactor input_factor(int gate) const {
    const Value& x = tape_.inputs[gate];
    return {x.data, tape_.rows * x.stride, x.stride, options_.features, parameter(0).offset + column(gate), all()};
  }

  GradientFactor state_factor(int gate, Operand with) const {
    const float* data = tape_.states[0];
    if (tape_.drops_state()) data = tape_.dropped[gate];
    else if (with == Operand::inside) data = tape_.inside;
    return {in_input_order(data), step_in_input_order(), options_.unit_row(), options_.units, parameter(1).offset + column(gate),
            all()};
  }

  GradientFactor bias_factor(int row, int gate) const {
    const size_t offset = parameter(2).offset + static_cast<size_t>(row * all()) + column(gate);
    return {nullptr, 0, 0, 1, offset, all()};
  }

  /** Time step 0 of the input of what is kept in the order of computation. */
  const float* in_input_order(const float* data) const {
    return options_.go_backwards ? data + (tape_.steps - 1) * tape_.state_step : data;
  }
  stride_t step_in_input_order() const { return options_.go_backwards ? -tape_.state_step : tape_.state_step; }

  const BackwardCall& call_;
  const RecurrentLayer& layer_;
  const RecurrentOptions& options_;
  const RecurrentTape& tape_;
  const int micro_batch_;
};

}  // namespace

void add_recurrent_weight_gradients(const BackwardCall& call, const RecurrentLayer& layer, const RecurrentTape& tape) {
  for (int m = 0; m < call.batch.count; m++) {
    WeightGradients(call, layer, tape, m).run();
    for (const Parameter& parameter : layer.place.parameters) call.tree.add(m, parameter);
  }
}

}  // namespace lockstep
