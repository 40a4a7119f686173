#include "layers/recurrent_tape.h"
#include "layers/weight_gradient.h"

namespace lockstep {
namespace {

/**
 * Gradients of W, U and b. Gates whose columns have the same factors make one part; all parts are one product, so that
 * what several of them have as a factor is gathered once:
 *
 *   all gates alike:    [x h b] x gates
 *   reset before:       [h] [x b] [k]:     [h x b] x [z r],      [x b k] x g
 *   reset after:        [h b'] [x b]:      [h b' x b] x [z r],   [x b] x g,   [h b'] x p
 *
 * With a dropout for each gate, each has factors of its own.
 */
class WeightGradients {
 public:
  WeightGradients(const BackwardCall& call, const RecurrentLayer& layer, const RecurrentTape& tape, int micro_batch)
      : call_(call), layer_(layer), options_(layer.options), tape_(tape), micro_batch_(micro_batch) {}

  void run() {
    const int gates = options_.script().gates;
    if (!tape_.drops_input_by_gate() && !tape_.drops_state()) return write(0, gates);
    for (int gate = 0; gate < gates; gate++) write(gate, gate + 1);
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

  bool any(int first, int end, Operand wanted) const {
    for (int gate = first; gate < end; gate++) {
      if (operand(gate) == wanted) return true;
    }
    return false;
  }

  /** The product of gates [first, end), which see the same inputs and states. */
  void write(int first, int end) {
    factor_count_ = 0;
    part_count_ = 0;
    if (any(first, end, Operand::state) || any(first, end, Operand::apart)) {
      add_state(tape_.drops_state() ? tape_.dropped[first] : tape_.states[0]);
      // b' has the gradients of p, and those of the gates whose sums begin with b + b'.
      if (options_.use_bias && options_.script().has_apart) add_bias(1);
    }
    const int input = factor_count_;
    add_input(tape_.inputs[first]);
    if (options_.use_bias) add_bias(0);
    const int inside = factor_count_;
    if (any(first, end, Operand::inside)) add_state(tape_.drops_state() ? tape_.dropped[first] : tape_.inside);
    for (int gate = first; gate < end;) {
      const Operand with = operand(gate);
      int count = 1;
      while (gate + count < end && operand(gate + count) == with) count++;
      add_gates(with == Operand::state ? 0 : input, with == Operand::inside ? factor_count_ : inside, gate, count);
      if (with == Operand::apart) add_apart(input, gate);
      gate += count;
    }
    write_weight_gradients(call_, {tape_.steps, factors_, factor_count_, parts_, part_count_, options_.units}, micro_batch_);
  }

  stride_t all() const { return static_cast<stride_t>(options_.script().gates) * options_.units; }
  const Parameter& parameter(int index) const { return layer_.place.parameters[static_cast<size_t>(index)]; }

  void add_input(const Value& x) {
    factors_[factor_count_++] = {x.data, tape_.rows * x.stride, x.stride, options_.features, parameter(0).offset, all()};
  }

  void add_state(const float* data) {
    factors_[factor_count_++] = {in_input_order(data), step_in_input_order(), options_.unit_row(), options_.units,
                                 parameter(1).offset, all()};
  }

  void add_bias(int row) {
    factors_[factor_count_++] = {nullptr, 0, 0, 1, parameter(2).offset + static_cast<size_t>(row * all()), all()};
  }

  void add_gates(int first_factor, int end_factor, int gate, int count) {
    const float* gates = tape_.gates + static_cast<stride_t>(gate) * options_.width();
    parts_[part_count_++] = {first_factor, end_factor - first_factor, gates, tape_.gate_step, tape_.gate_row, count, column(gate)};
  }

  void add_apart(int end_factor, int gate) {
    parts_[part_count_++] = {0, end_factor, in_input_order(tape_.apart), step_in_input_order(), options_.unit_row(), 1,
                             column(gate)};
  }

  size_t column(int gate) const { return static_cast<size_t>(gate) * static_cast<size_t>(options_.units); }

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
  /** At most h, b', x, b and k. */
  GradientFactor factors_[5];
  int factor_count_ = 0;
  /** At most one for each gate, and p. */
  GradientPart parts_[5];
  int part_count_ = 0;
};

}  // namespace

void add_recurrent_weight_gradients(const BackwardCall& call, const RecurrentLayer& layer, const RecurrentTape& tape) {
  for (int m = 0; m < call.batch.count; m++) {
    WeightGradients(call, layer, tape, m).run();
    for (const Parameter& parameter : layer.place.parameters) call.tree.add(m, parameter);
  }
}

}  // namespace lockstep
