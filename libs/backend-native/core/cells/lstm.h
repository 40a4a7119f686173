#pragma once

#include "cells/cell_script.h"
#include "cells/each_lane.h"

namespace lockstep {

/**
 * LSTM (Hochreiter and Schmidhuber, Neural Computation 9, 1997, with the forget gate of Gers, Schmidhuber and Cummins, 2000), in
 * the order i, f, g, o of Keras's LSTMCell:
 *
 *   [i f g o] = [r r a r](x_t W + b + h_(t-1) U),   c_t = f c_(t-1) + i g,   h_t = o a(c_t)
 *
 * `inside` is q = a(c_t). With dh = d(loss)/dh_t, all told, and dc' = d(loss)/dc_t of later steps:
 *
 *   do = dh q,   dc = dc' + dh o a'(c_t),   di = dc g,   df = dc c_(t-1),   dg = dc i,   d(loss)/dc_(t-1) = dc f
 *
 * each times the derivative of its gate, and d(loss)/dh_(t-1) = [di df dg do] U^T.
 */
struct Lstm {
  using Op = CellOperation;
  static constexpr CellScript script{
      4, 2, true, false,
      {{Op::product, 0, 4},
       {Op::activate_by_gate, 0, 2},
       {Op::activate_by_cell, 2, 1},
       {Op::activate_by_gate, 3, 1},
       {Op::stage, 0},
       {Op::activate_inside},
       {Op::stage, 1}},
      {{Op::stage, 0},
       {Op::inside_gradient},
       {Op::stage, 1},
       {Op::gradient_by_gate, 0, 2},
       {Op::gradient_by_cell, 2, 1},
       {Op::gradient_by_gate, 3, 1},
       {Op::back, 0, 4}}};

  /** c_t, and the same into `inside`, for a to be applied to. */
  template <class Vec>
  static void cell(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const float* gates = at.gates + l.gate;
      const Vec kept = Vec::load(gates + at.gate) * Vec::load(at.before[1] + l.unit);
      const Vec cell = fma(Vec::load(gates), Vec::load(gates + 2 * at.gate), kept);
      cell.store(at.after[1] + l.unit);
      cell.store(at.inside + l.unit);
    });
  }

  template <class Vec>
  static void output(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const Vec o = Vec::load(at.gates + 3 * at.gate + l.gate);
      (o * Vec::load(at.inside + l.unit)).store(at.after[0] + l.unit);
    });
  }

  /** do, and dh o, for a' to be applied to. */
  template <class Vec>
  static void output_gradient(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const Vec dh = Vec::load(at.d_after[0] + l.unit);
      (dh * Vec::load(at.inside + l.unit)).store(at.d_gates + 3 * at.d_gate + l.d_gate);
      (dh * Vec::load(at.gates + 3 * at.gate + l.gate)).store(at.d_inside + l.unit);
    });
  }

  template <class Vec>
  static void cell_gradient(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const float* gates = at.gates + l.gate;
      float* d_gates = at.d_gates + l.d_gate;
      const Vec dc = Vec::load(at.d_after[1] + l.unit) + Vec::load(at.d_inside + l.unit);
      (dc * Vec::load(gates + 2 * at.gate)).store(d_gates);
      (dc * Vec::load(at.before[1] + l.unit)).store(d_gates + at.d_gate);
      (dc * Vec::load(gates)).store(d_gates + 2 * at.d_gate);
      (dc * Vec::load(gates + at.gate)).store(at.d_before[1] + l.unit);
    });
  }

  template <class Vec, class Activations>
  static void step(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      float* gates = at.gates + l.gate;
      const Vec i = Activations::sigmoid(Vec::load(gates));
      const Vec f = Activations::sigmoid(Vec::load(gates + at.gate));
      const Vec g = Activations::tanh(Vec::load(gates + 2 * at.gate));
      const Vec o = Activations::sigmoid(Vec::load(gates + 3 * at.gate));
      i.store(gates);
      f.store(gates + at.gate);
      g.store(gates + 2 * at.gate);
      o.store(gates + 3 * at.gate);
      fma(i, g, f * Vec::load(at.before[1] + l.unit)).store(at.after[1] + l.unit);
    });
    // Apart: waiting for the cell, this would fill the processor's window, and few lanes would be under way at once.
    each_lane<Vec>(at, [&](Lane l) {
      const Vec inside = Activations::tanh(Vec::load(at.after[1] + l.unit));
      inside.store(at.inside + l.unit);
      (Vec::load(at.gates + 3 * at.gate + l.gate) * inside).store(at.after[0] + l.unit);
    });
  }

  template <class Vec, class Activations>
  static void step_back(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      float* gates = at.gates + l.gate;
      const Vec i = Vec::load(gates);
      const Vec f = Vec::load(gates + at.gate);
      const Vec g = Vec::load(gates + 2 * at.gate);
      const Vec o = Vec::load(gates + 3 * at.gate);
      const Vec inside = Vec::load(at.inside + l.unit);
      const Vec dh = Vec::load(at.d_after[0] + l.unit);
      const Vec dc = Vec::load(at.d_after[1] + l.unit) + Activations::tanh_gradient(inside, dh * o);
      Activations::sigmoid_gradient(i, dc * g).store(gates);
      Activations::sigmoid_gradient(f, dc * Vec::load(at.before[1] + l.unit)).store(gates + at.gate);
      Activations::tanh_gradient(g, dc * i).store(gates + 2 * at.gate);
      Activations::sigmoid_gradient(o, dh * inside).store(gates + 3 * at.gate);
      (dc * f).store(at.d_before[1] + l.unit);
    });
  }

  template <class Vec, class Activations>
  static constexpr CellStages stages() {
    return {{cell<Vec>, output<Vec>},
            {output_gradient<Vec>, cell_gradient<Vec>},
            step<Vec, Activations>,
            step_back<Vec, Activations>};
  }
};

}  // namespace lockstep
