#include <cstring>

#include "kernels/pack.h"
#include "layers/recurrent_tape.h"

namespace lockstep {
namespace {

/** One time step: the operations of the script up to the next product that waits for all units, block by block. */
class StepForward {
 public:
  StepForward(const ForwardCall& call, const RecurrentOptions& options, const RecurrentWeights& weights,
              const RecurrentTape& tape, int s)
      : call_(call), options_(options), weights_(weights), tape_(tape), s_(s) {}

  void run() {
    step_ = options_.has_usual_activations() ? call_.kernels.cells[options_.cell].step : nullptr;
    const CellOperation* from = options_.script().forward;
    while (from->kind != CellOperation::end) {
      const CellOperation* to = from + 1;
      while (to->kind != CellOperation::end && to->kind != CellOperation::product_of_inside) to++;
      run_blocks(from, to);
      from = to;
    }
    keep_masked_rows();
  }

 private:
  void run_blocks(const CellOperation* from, const CellOperation* to) {
    const int block = block_of(call_.kernels, options_);
    for (int unit = 0; unit < options_.width(); unit += block) {
      const int columns = options_.width() - unit < block ? options_.width() - unit : block;
      lanes_ = lanes_at(options_, tape_, s_, unit, columns);
      for (const CellOperation* op = from; op != to; op++) {
        if (step_ == nullptr || is_product(*op)) run_operation(*op, unit);
      }
      if (step_ != nullptr) step_(lanes_);
    }
  }

  static bool is_product(const CellOperation& op) {
    return op.kind == CellOperation::product || op.kind == CellOperation::product_apart;
  }

  void run_operation(const CellOperation& op, int unit) {
    switch (op.kind) {
      case CellOperation::product:
        return add_state_product(op, unit);
      case CellOperation::product_of_inside:
        return add_product_of_inside(op, unit);
      case CellOperation::product_apart:
        return put_product_apart(op, unit);
      case CellOperation::activate_by_gate:
        return activate_gates(op, options_.gate_activation);
      case CellOperation::activate_by_cell:
        return activate_gates(op, options_.activation);
      case CellOperation::activate_inside:
        return activate_inside();
      default:
        return call_.kernels.cells[options_.cell].forward[op.first](lanes_);
    }
  }

  void add_state_product(const CellOperation& op, int unit) {
    // The product of the zero state is zero.
    if (s_ == 0 && !tape_.has_initial_states) return;
    const int end = op.first + op.count;
    for (int gate = op.first; gate < end; gate++) {
      const float* weights = gate + 1 < end ? panels(gate + 1, unit) : panels(op.first, unit + lanes_.columns);
      multiply(state_for(gate), gate, unit, lanes_.gates + gate * lanes_.gate, tape_.gate_row, Start::old, nullptr, weights);
    }
  }

  void add_product_of_inside(const CellOperation& op, int unit) {
    const float* inside = tape_.inside + s_ * tape_.state_step;
    const int gate = op.first;
    if (tape_.drops_state()) inside = drop(inside, gate);
    multiply(inside, gate, unit, lanes_.gates + gate * lanes_.gate, tape_.gate_row, Start::old, nullptr);
  }

  void put_product_apart(const CellOperation& op, int unit) {
    const float* bias = weights_.bias_apart == nullptr ? nullptr : weights_.bias_apart + unit;
    const Start start = bias == nullptr ? Start::zero : Start::bias;
    multiply(state_for(op.first), op.first, unit, lanes_.apart, options_.unit_row(), start, bias);
  }

  /** @param weights those of the product that comes next, if it is known */
  void multiply(const float* a, int gate, int unit, float* c, stride_t c_row, Start start, const float* bias,
                const float* weights = nullptr) {
    Product product{tape_.rows, a, options_.unit_row(), 1, options_.units, 0, panels(gate, unit), lanes_.columns, c, c_row, start,
                    bias};
    if (is_large()) {
      product.next = weights;
      product.next_floats = weights == nullptr ? 0 : static_cast<stride_t>(options_.units) * lanes_.columns;
    } else {
      look_ahead(product, gate, unit);
    }
    call_.kernels.multiply(product);
  }

  /** Where the next step puts its results is far away as well: the products of each gate ask for one of its matrices. */
  void look_ahead(Product& product, int gate, int unit) const {
    if (s_ + 1 >= tape_.steps) return;
    const float* const matrices[] = {tape_.states[0], tape_.states[1], tape_.inside, tape_.apart};
    int count = 0;
    for (int i = 0; i < 4; i++) {
      if (matrices[i] == nullptr || count++ != gate) continue;
      // States have those before the first step as well.
      const int step = i < 2 ? s_ + 2 : s_ + 1;
      const stride_t lines = tape_.state_step / lane_pad;
      const stride_t from = lines * unit / options_.width();
      product.next = matrices[i] + step * tape_.state_step + from * lane_pad;
      product.next_floats = (lines * (unit + lanes_.columns) / options_.width() - from) * lane_pad;
    }
  }

  const float* panels(int gate, int unit) const {
    return weights_.recurrent_kernel + (static_cast<stride_t>(gate) * options_.width() + unit) * options_.units;
  }

  /** Whether the weights are too many for the second-level cache to keep them from step to step. */
  bool is_large() const {
    constexpr stride_t floats = 128 * 1024;
    return static_cast<stride_t>(options_.script().gates) * options_.units * options_.units >= floats;
  }

  /** The state before the step as a gate sees it. */
  const float* state_for(int gate) {
    const float* state = tape_.states[0] + s_ * tape_.state_step;
    return tape_.drops_state() ? drop(state, gate) : state;
  }

  /** Once for each gate, with its first block. */
  const float* drop(const float* state, int gate) {
    float* dropped = tape_.dropped[gate] + s_ * tape_.state_step;
    if (dropped_upto_ <= gate) {
      const Value value{state, options_.unit_row(), 1, options_.units, false, nullptr};
      apply_dropout(tape_.state_dropout[gate], options_.unit_row(), value, tape_.rows, dropped, options_.unit_row());
      dropped_upto_ = gate + 1;
    }
    return dropped;
  }

  void activate_gates(const CellOperation& op, const ActivationFunction& activation) {
    for (int gate = op.first; gate < op.first + op.count; gate++) {
      float* data = lanes_.gates + gate * lanes_.gate;
      float* arguments = tape_.gate_arguments == nullptr ? nullptr : tape_.gate_arguments + (data - tape_.gates);
      activation.apply(call_.kernels, {tape_.rows, lanes_.columns, data, tape_.gate_row}, true_columns(), arguments);
    }
  }

  void activate_inside() {
    float* data = lanes_.inside;
    float* arguments = tape_.inside_arguments == nullptr ? nullptr : tape_.inside_arguments + (data - tape_.inside);
    options_.activation.apply(call_.kernels, {tape_.rows, lanes_.columns, data, options_.unit_row()}, true_columns(), arguments);
  }

  /** Units of the block that are not padding. */
  int true_columns() const {
    const int unit = static_cast<int>(lanes_.after[0] - (tape_.states[0] + (s_ + 1) * tape_.state_step));
    return options_.units - unit < lanes_.columns ? options_.units - unit : lanes_.columns;
  }

  /** A masked time step keeps the state. */
  void keep_masked_rows() {
    if (tape_.mask == nullptr) return;
    const size_t bytes = static_cast<size_t>(options_.width()) * sizeof(float);
    for (int i = 0; i < tape_.rows; i++) {
      if (tape_.mask[s_ * tape_.rows + i] != 0) continue;
      for (int k = 0; k < options_.script().states; k++) {
        float* before = tape_.states[k] + s_ * tape_.state_step + i * options_.unit_row();
        std::memcpy(before + tape_.state_step, before, bytes);
      }
    }
  }

  const ForwardCall& call_;
  const RecurrentOptions& options_;
  const RecurrentWeights& weights_;
  const RecurrentTape& tape_;
  const int s_;
  /** All that follows the products, in one pass; null: operation by operation. */
  LaneFunction step_ = nullptr;
  CellLanes lanes_{};
  int dropped_upto_ = 0;
};

}  // namespace

void run_recurrent_step(const ForwardCall& call, const RecurrentOptions& options, const RecurrentWeights& weights,
                        const RecurrentTape& tape, int s) {
  StepForward(call, options, weights, tape, s).run();
}

}  // namespace lockstep
