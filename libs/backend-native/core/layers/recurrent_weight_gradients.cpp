#include <optional>

#include "layers/recurrent_tape.h"
#include "layers/weight_gradient.h"

namespace lockstep {
namespace {

/**
 * Gradients of the columns of some gates, which see the same inputs and states, in W, U and b. Gates whose columns have the
 * same factors make one part; all parts are one product, so that what several of them have as a factor is gathered once:
 *
 *   all gates alike:    [h x b]:           [h x b] x gates
 *   reset before:       [h] [x b] [k]:     [h x b] x [z r],      [x b k] x g
 *   reset after:        [h b'] [x b]:      [h b' x b] x [z r],   [x b] x g,   [h b'] x p
 */
class GatesGradient {
 public:
  /** Of gates [first, end). */
  GatesGradient(const RecurrentLayer& layer, const RecurrentTape& tape, int first, int end)
      : layer_(layer), options_(layer.options), tape_(tape) {
    describe(first, end);
  }
  /** Its groups point into it. */
  GatesGradient(const GatesGradient&) = delete;
  GatesGradient& operator=(const GatesGradient&) = delete;

  void write(const BackwardCall& call, int micro_batch) const {
    write_weight_gradients(call, {tape_.steps, groups_, group_count_, parts_, part_count_, options_.units}, micro_batch);
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

  void describe(int first, int end) {
    const bool has_inside = any(first, end, Operand::inside);
    const bool has_apart = any(first, end, Operand::apart);
    begin_group();
    if (has_apart || any(first, end, Operand::state)) {
      add_state(tape_.drops_state() ? tape_.dropped[first] : tape_.states[0]);
      // b' has the gradients of p, and those of the gates whose sums begin with b + b'.
      if (options_.use_bias && options_.script().has_apart) add_bias(1);
      if (has_inside || has_apart) begin_group();
    }
    const int input = group_count_ - 1;
    add_input(tape_.inputs[first]);
    if (options_.use_bias) add_bias(0);
    if (has_inside) {
      begin_group();
      add_state(tape_.drops_state() ? tape_.dropped[first] : tape_.inside);
    }
    for (int gate = first; gate < end;) {
      const int count = alike(gate, end);
      add_parts(input, gate, count);
      gate += count;
    }
  }

  /** Gates from this one on, before `end`, with its operand. */
  int alike(int gate, int end) const {
    int count = 1;
    while (gate + count < end && operand(gate + count) == operand(gate)) count++;
    return count;
  }

  /** @param input the group of x and b */
  void add_parts(int input, int gate, int count) {
    const float* gates = tape_.gates + static_cast<stride_t>(gate) * options_.width();
    const Operand with = operand(gate);
    const int first = with == Operand::state ? 0 : input;
    const int end = with == Operand::inside ? input + 2 : input + 1;
    parts_[part_count_++] = {first, end - first, gates, tape_.gate_step, tape_.gate_row, count, column(gate)};
    if (with != Operand::apart) return;
    parts_[part_count_++] = {0, 1, in_input_order(tape_.apart), step_in_input_order(), options_.unit_row(), 1, column(gate)};
  }

  stride_t all() const { return static_cast<stride_t>(options_.script().gates) * options_.units; }
  const Parameter& parameter(int index) const { return layer_.place.parameters[static_cast<size_t>(index)]; }

  void begin_group() { groups_[group_count_++] = {factors_ + factor_count_, 0}; }

  void add(const GradientFactor& factor) {
    factors_[factor_count_++] = factor;
    groups_[group_count_ - 1].count++;
  }

  void add_input(const Value& x) {
    add({x.data, tape_.rows * x.stride, x.stride, options_.features, parameter(0).offset, all()});
  }

  void add_state(const float* data) {
    add({in_input_order(data), step_in_input_order(), options_.unit_row(), options_.units, parameter(1).offset, all()});
  }

  void add_bias(int row) { add({nullptr, 0, 0, 1, parameter(2).offset + static_cast<size_t>(row * all()), all()}); }

  size_t column(int gate) const { return static_cast<size_t>(gate) * static_cast<size_t>(options_.units); }

  /** Time step 0 of the input of what is kept in the order of computation. */
  const float* in_input_order(const float* data) const {
    return options_.go_backwards ? data + (tape_.steps - 1) * tape_.state_step : data;
  }
  stride_t step_in_input_order() const { return options_.go_backwards ? -tape_.state_step : tape_.state_step; }

  const RecurrentLayer& layer_;
  const RecurrentOptions& options_;
  const RecurrentTape& tape_;
  /** At most h, b', x, b and k. */
  GradientFactor factors_[5];
  int factor_count_ = 0;
  GradientGroup groups_[most_gradient_groups];
  int group_count_ = 0;
  GradientPart parts_[most_gradient_parts];
  int part_count_ = 0;
};

}  // namespace

void add_recurrent_weight_gradients(const BackwardCall& call, const RecurrentLayer& layer, const RecurrentTape& tape) {
  const int gates = layer.options.script().gates;
  // With a dropout for each gate, each has factors of its own.
  const int together = tape.drops_input_by_gate() || tape.drops_state() ? 1 : gates;
  std::optional<GatesGradient> gradients[4];
  for (int first = 0; first < gates; first += together) gradients[first].emplace(layer, tape, first, first + together);
  for (int m = 0; m < call.batch.count; m++) {
    for (int first = 0; first < gates; first += together) gradients[first]->write(call, m);
    for (const Parameter& parameter : layer.place.parameters) call.tree.add(m, parameter);
  }
}

}  // namespace lockstep
