#pragma once

#include "cells/cell_script.h"
#include "cells/each_lane.h"

namespace lockstep {

/**
 * SimpleRNN (Elman, "Finding structure in time", Cognitive Science 14, 1990), as Keras's SimpleRNNCell:
 *
 *   s_t = x_t W + b + h_(t-1) U,   h_t = a(s_t)
 *
 * With dh = d(loss)/dh_t, all told:  ds = dh a'(s_t),  d(loss)/dh_(t-1) = ds U^T.
 */
struct SimpleRnn {
  using Op = CellOperation;
  static constexpr CellScript script{
      1, 1, false, false,
      {{Op::product, 0, 1}, {Op::activate_by_cell, 0, 1}, {Op::stage, 0}},
      {{Op::stage, 0}, {Op::gradient_by_cell, 0, 1}, {Op::back, 0, 1}}};

  template <class Vec>
  static void output(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) { Vec::load(at.gates + l.gate).store(at.after[0] + l.unit); });
  }

  /** d(loss)/d(value of the gate) is dh. */
  template <class Vec>
  static void output_gradient(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) { Vec::load(at.d_after[0] + l.unit).store(at.d_gates + l.d_gate); });
  }

  template <class Vec, class Activations>
  static void step(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const Vec value = Activations::tanh(Vec::load(at.gates + l.gate));
      value.store(at.gates + l.gate);
      value.store(at.after[0] + l.unit);
    });
  }

  template <class Vec, class Activations>
  static void step_back(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      float* value = at.gates + l.gate;
      Activations::tanh_gradient(Vec::load(value), Vec::load(at.d_after[0] + l.unit)).store(value);
    });
  }

  template <class Vec, class Activations>
  static constexpr CellStages stages() {
    return {{output<Vec>, nullptr}, {output_gradient<Vec>, nullptr}, step<Vec, Activations>, step_back<Vec, Activations>};
  }
};

}  // namespace lockstep
