#include <cstring>

#include "layers/recurrent_tape.h"

namespace lockstep {
namespace {

/** One time step back: the operations of the script between products some rows at a time, the products for all rows at once. */
class StepBackward {
 public:
  StepBackward(const BackwardCall& call, const RecurrentOptions& options, const RecurrentWeights& weights,
               const RecurrentTape& tape, int s, const StateGradients& gradients, bool wants_before)
      : call_(call),
        options_(options),
        weights_(weights),
        tape_(tape),
        s_(s),
        gradients_(gradients),
        wants_before_(wants_before) {}

  void run() {
    const CellOperation* from = options_.script().backward;
    while (from->kind != CellOperation::end) {
      const CellOperation* to = from;
      while (to->kind != CellOperation::end && !is_product(*to)) to++;
      run_rows(from, to);
      zero_masked_rows();
      for (from = to; is_product(*from); from++) run_product(*from);
    }
  }

 private:
  static bool is_product(const CellOperation& op) {
    return op.kind == CellOperation::back || op.kind == CellOperation::back_apart || op.kind == CellOperation::back_to_inside;
  }

  /** Some rows at a time, of all units: what they need stays in the first-level cache, and comes into it in one stream. */
  void run_rows(const CellOperation* from, const CellOperation* to) {
    const CellScript& script = options_.script();
    const int most = rows_of_pass(options_);
    const LaneFunction step = options_.has_usual_activations() ? call_.kernels.cells[options_.cell].step_back : nullptr;
    for (int row = 0; row < tape_.rows; row += most) {
      lanes_ = lanes_at(options_, tape_, s_, 0, options_.width());
      lanes_.rows = tape_.rows - row < most ? tape_.rows - row : most;
      const stride_t of_units = static_cast<stride_t>(row) * options_.unit_row();
      lanes_.gates += row * tape_.gate_row;
      if (script.has_inside) lanes_.inside += of_units;
      if (script.has_apart) lanes_.apart += of_units;
      lanes_.d_gates = gradients_.d_gates;
      lanes_.d_gate = options_.width();
      lanes_.d_gate_row = static_cast<stride_t>(options_.width()) * script.gates;
      lanes_.d_inside = gradients_.d_inside + of_units;
      for (int k = 0; k < script.states; k++) {
        lanes_.before[k] += of_units;
        lanes_.d_after[k] = gradients_.after[k] + of_units;
        lanes_.d_before[k] = gradients_.before[k] + of_units;
      }
      const int left = tape_.rows - row - lanes_.rows;
      prefetch_rows(lanes_.rows, left < most ? left : most);
      if (step != nullptr) step(lanes_);
      else for (const CellOperation* op = from; op != to; op++) run_operation(*op);
    }
  }

  /** Asks for what the rows after these need: it was written long ago, and is far away. */
  void prefetch_rows(int from, int count) const {
    const int units = options_.width();
    for (int row = from; row < from + count; row++) {
      const stride_t of_units = static_cast<stride_t>(row) * options_.unit_row();
      if (s_ == tape_.steps - 1) prefetch(lanes_.gates + row * tape_.gate_row, units * options_.script().gates);
      if (lanes_.inside != nullptr) prefetch(lanes_.inside + of_units, units);
      if (lanes_.apart != nullptr) prefetch(lanes_.apart + of_units, units);
      for (int k = 0; k < options_.script().states; k++) prefetch(lanes_.before[k] + of_units, units);
    }
  }

  static void prefetch(const float* data, int count) {
    for (int i = 0; i < count; i += lane_pad) __builtin_prefetch(data + i);
  }

  void run_operation(const CellOperation& op) {
    switch (op.kind) {
      case CellOperation::inside_gradient:
        return differentiate_inside();
      case CellOperation::gradient_by_gate:
        return differentiate_gates(op, options_.gate_activation);
      case CellOperation::gradient_by_cell:
        return differentiate_gates(op, options_.activation);
      default:
        return call_.kernels.cells[options_.cell].backward[op.first](lanes_);
    }
  }

  void differentiate_inside() {
    const float* arguments =
        tape_.inside_arguments == nullptr ? nullptr : tape_.inside_arguments + (lanes_.inside - tape_.inside);
    const Block d{lanes_.rows, lanes_.columns, lanes_.d_inside, options_.unit_row()};
    options_.activation.gradient(call_.kernels, {lanes_.rows, lanes_.columns, lanes_.inside, options_.unit_row()}, arguments, d, d,
                                 options_.units);
  }

  void differentiate_gates(const CellOperation& op, const ActivationFunction& activation) {
    for (int gate = op.first; gate < op.first + op.count; gate++) {
      const Block y{lanes_.rows, lanes_.columns, lanes_.gates + gate * lanes_.gate, tape_.gate_row};
      const float* arguments =
          tape_.gate_arguments == nullptr ? nullptr : tape_.gate_arguments + (y.data - tape_.gates);
      const Block d{lanes_.rows, lanes_.columns, lanes_.d_gates + gate * lanes_.d_gate, lanes_.d_gate_row};
      activation.gradient(call_.kernels, y, arguments, d, y, options_.units);
    }
  }

  /** Nothing depends on the sums of a masked time step. */
  void zero_masked_rows() {
    if (tape_.mask == nullptr) return;
    float* gates = tape_.gates + tape_.input_step(options_, s_) * tape_.gate_step;
    for (int i = 0; i < tape_.rows; i++) {
      if (tape_.mask[s_ * tape_.rows + i] != 0) continue;
      std::memset(gates + i * tape_.gate_row, 0, static_cast<size_t>(tape_.gate_row) * sizeof(float));
      if (!options_.script().has_apart) continue;
      float* apart = tape_.apart + s_ * tape_.state_step + i * options_.unit_row();
      std::memset(apart, 0, static_cast<size_t>(options_.width()) * sizeof(float));
    }
  }

  void run_product(const CellOperation& op) {
    const float* gates = tape_.gates + tape_.input_step(options_, s_) * tape_.gate_step;
    switch (op.kind) {
      case CellOperation::back:
        if (wants_before_) multiply_back(gates, tape_.gate_row, op.first, op.count, gradients_.before[0], Start::old);
        return;
      case CellOperation::back_apart:
        if (wants_before_) {
          // The columns of gate `first` lie in a matrix of their own.
          const float* apart = tape_.apart + s_ * tape_.state_step - static_cast<stride_t>(op.first) * options_.width();
          multiply_back(apart, options_.unit_row(), op.first, 1, gradients_.before[0], Start::old);
        }
        return;
      default:
        return multiply_back(gates, tape_.gate_row, op.first, op.count, gradients_.d_inside, Start::zero);
    }
  }

  /** to = start + (gradients of gates) U^T, through the dropout of each gate where there is one. */
  void multiply_back(const float* gates, stride_t row, int first, int count, float* to, Start start) {
    if (!tape_.drops_state()) return multiply(gates, row, first, count, to, start);
    const Arena::Mark mark = call_.arena.mark();
    float* part = call_.arena.floats(static_cast<size_t>(tape_.state_step));
    if (start == Start::zero) std::memset(to, 0, static_cast<size_t>(tape_.state_step) * sizeof(float));
    for (int gate = first; gate < first + count; gate++) {
      multiply(gates, row, gate, 1, part, Start::zero);
      const float* dropout = tape_.state_dropout[gate];
      for (stride_t i = 0; i < tape_.state_step; i++) to[i] += part[i] * dropout[i];
    }
    call_.arena.release(mark);
  }

  void multiply(const float* gates, stride_t row, int first, int count, float* to, Start start) {
    const stride_t width = options_.width();
    const int units = options_.units;
    Product product{tape_.rows, gates + first * width, row, count, units, width, weights_.recurrent_kernel_back,
                    options_.width(), to, options_.unit_row(), start, nullptr};
    product.packed_k = options_.script().gates * units;
    product.first_k = first * units;
    if (s_ > 0) {
      // The gates of the step that comes next were written long ago, and are far away.
      product.next = tape_.gates + tape_.input_step(options_, s_ - 1) * tape_.gate_step;
      product.next_floats = tape_.gate_step;
    }
    call_.kernels.multiply(product);
  }

  const BackwardCall& call_;
  const RecurrentOptions& options_;
  const RecurrentWeights& weights_;
  const RecurrentTape& tape_;
  const int s_;
  const StateGradients& gradients_;
  const bool wants_before_;
  CellLanes lanes_{};
};

}  // namespace

void run_recurrent_step_back(const BackwardCall& call, const RecurrentOptions& options, const RecurrentWeights& weights,
                             const RecurrentTape& tape, int s, const StateGradients& gradients, bool wants_before) {
  StepBackward(call, options, weights, tape, s, gradients, wants_before).run();
}

}  // namespace lockstep
