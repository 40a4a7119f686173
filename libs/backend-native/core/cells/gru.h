#pragma once

#include "cells/cell_script.h"
#include "cells/each_lane.h"

namespace lockstep {

/** What both GRUs do with the update gate z and the candidate g: h_t = z h_(t-1) + (1 - z) g, as g + z (h_(t-1) - g). */
struct GruMix {
  template <class Vec>
  static void output(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const Vec z = Vec::load(at.gates + l.gate);
      const Vec candidate = Vec::load(at.gates + 2 * at.gate + l.gate);
      fma(z, Vec::load(at.before[0] + l.unit) - candidate, candidate).store(at.after[0] + l.unit);
    });
  }

  /** dz = dh (h_(t-1) - g), dg = dh (1 - z), and dh z, which goes straight to h_(t-1). */
  template <class Vec>
  static void output_gradient(const CellLanes& at) {
    const Vec one = Vec::all(1.0f);
    each_lane<Vec>(at, [&](Lane l) {
      const Vec z = Vec::load(at.gates + l.gate);
      const Vec candidate = Vec::load(at.gates + 2 * at.gate + l.gate);
      const Vec dh = Vec::load(at.d_after[0] + l.unit);
      float* d_before = at.d_before[0] + l.unit;
      (dh * (Vec::load(at.before[0] + l.unit) - candidate)).store(at.d_gates + l.d_gate);
      (dh * (one - z)).store(at.d_gates + 2 * at.d_gate + l.d_gate);
      fma(dh, z, Vec::load(d_before)).store(d_before);
    });
  }
};

/**
 * GRU with the reset gate after the recurrent product (Keras's reset_after=True; the variant of cuDNN), gates z, r, g:
 *
 *   [z r] = f(x_t W_zr + b_zr + h_(t-1) U_zr + b'_zr),   p = h_(t-1) U_g + b'_g,   g = a(x_t W_g + b_g + r p)
 *
 * p is `apart`. With ds_g = dg a':  dr = ds_g p,  dp = ds_g r, and d(loss)/dh_(t-1) = dh z + [ds_z ds_r] U_zr^T + dp U_g^T.
 */
struct GruResetAfter {
  using Op = CellOperation;
  static constexpr CellScript script{
      3, 1, false, true,
      {{Op::product, 0, 2},
       {Op::product_apart, 2},
       {Op::activate_by_gate, 0, 2},
       {Op::stage, 0},
       {Op::activate_by_cell, 2, 1},
       {Op::stage, 1}},
      {{Op::stage, 0},
       {Op::gradient_by_gate, 0, 1},
       {Op::gradient_by_cell, 2, 1},
       {Op::stage, 1},
       {Op::gradient_by_gate, 1, 1},
       {Op::back, 0, 2},
       {Op::back_apart, 2}}};

  /** The candidate's sum. */
  template <class Vec>
  static void candidate(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      float* sum = at.gates + 2 * at.gate + l.gate;
      fma(Vec::load(at.gates + at.gate + l.gate), Vec::load(at.apart + l.unit), Vec::load(sum)).store(sum);
    });
  }

  /** From ds_g, which is in g's place: dr, and dp in p's place. */
  template <class Vec>
  static void reset_gradient(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const Vec d_sum = Vec::load(at.gates + 2 * at.gate + l.gate);
      float* apart = at.apart + l.unit;
      (d_sum * Vec::load(apart)).store(at.d_gates + at.d_gate + l.d_gate);
      (d_sum * Vec::load(at.gates + at.gate + l.gate)).store(apart);
    });
  }

  template <class Vec, class Activations>
  static void step(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      float* gates = at.gates + l.gate;
      const Vec z = Activations::sigmoid(Vec::load(gates));
      const Vec r = Activations::sigmoid(Vec::load(gates + at.gate));
      z.store(gates);
      r.store(gates + at.gate);
      fma(r, Vec::load(at.apart + l.unit), Vec::load(gates + 2 * at.gate)).store(gates + 2 * at.gate);
    });
    // Apart: waiting for the sum, this would fill the processor's window, and few lanes would be under way at once.
    each_lane<Vec>(at, [&](Lane l) {
      float* gates = at.gates + l.gate;
      const Vec z = Vec::load(gates);
      const Vec candidate = Activations::tanh(Vec::load(gates + 2 * at.gate));
      candidate.store(gates + 2 * at.gate);
      fma(z, Vec::load(at.before[0] + l.unit) - candidate, candidate).store(at.after[0] + l.unit);
    });
  }

  template <class Vec, class Activations>
  static void step_back(const CellLanes& at) {
    const Vec one = Vec::all(1.0f);
    each_lane<Vec>(at, [&](Lane l) {
      float* gates = at.gates + l.gate;
      float* apart = at.apart + l.unit;
      float* d_before = at.d_before[0] + l.unit;
      const Vec z = Vec::load(gates);
      const Vec r = Vec::load(gates + at.gate);
      const Vec candidate = Vec::load(gates + 2 * at.gate);
      const Vec dh = Vec::load(at.d_after[0] + l.unit);
      const Vec d_sum = Activations::tanh_gradient(candidate, dh * (one - z));
      const Vec dr = d_sum * Vec::load(apart);
      Activations::sigmoid_gradient(z, dh * (Vec::load(at.before[0] + l.unit) - candidate)).store(gates);
      Activations::sigmoid_gradient(r, dr).store(gates + at.gate);
      d_sum.store(gates + 2 * at.gate);
      (d_sum * r).store(apart);
      fma(dh, z, Vec::load(d_before)).store(d_before);
    });
  }

  template <class Vec, class Activations>
  static constexpr CellStages stages() {
    return {{candidate<Vec>, GruMix::output<Vec>},
            {GruMix::output_gradient<Vec>, reset_gradient<Vec>},
            step<Vec, Activations>,
            step_back<Vec, Activations>};
  }
};

/**
 * GRU with the reset gate before the recurrent product (Cho et al., EMNLP 2014; Keras's reset_after=False), gates z, r, g:
 *
 *   [z r] = f(x_t W_zr + b_zr + h_(t-1) U_zr),   k = r h_(t-1),   g = a(x_t W_g + b_g + k U_g)
 *
 * k is `inside`. With dk = ds_g U_g^T:  dr = dk h_(t-1), and d(loss)/dh_(t-1) = dh z + dk r + [ds_z ds_r] U_zr^T.
 */
struct GruResetBefore {
  using Op = CellOperation;
  static constexpr CellScript script{
      3, 1, true, false,
      {{Op::product, 0, 2},
       {Op::activate_by_gate, 0, 2},
       {Op::stage, 0},
       {Op::product_of_inside, 2, 1},
       {Op::activate_by_cell, 2, 1},
       {Op::stage, 1}},
      {{Op::stage, 0},
       {Op::gradient_by_gate, 0, 1},
       {Op::gradient_by_cell, 2, 1},
       {Op::back_to_inside, 2, 1},
       {Op::stage, 1},
       {Op::gradient_by_gate, 1, 1},
       {Op::back, 0, 2}}};

  template <class Vec>
  static void keep(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const Vec r = Vec::load(at.gates + at.gate + l.gate);
      (r * Vec::load(at.before[0] + l.unit)).store(at.inside + l.unit);
    });
  }

  /** From dk, which is `d_inside`: dr, and dk r straight to h_(t-1). */
  template <class Vec>
  static void keep_gradient(const CellLanes& at) {
    each_lane<Vec>(at, [&](Lane l) {
      const Vec dk = Vec::load(at.d_inside + l.unit);
      float* d_before = at.d_before[0] + l.unit;
      (dk * Vec::load(at.before[0] + l.unit)).store(at.d_gates + at.d_gate + l.d_gate);
      fma(dk, Vec::load(at.gates + at.gate + l.gate), Vec::load(d_before)).store(d_before);
    });
  }

  template <class Vec, class Activations>
  static constexpr CellStages stages() {
    return {{keep<Vec>, GruMix::output<Vec>}, {GruMix::output_gradient<Vec>, keep_gradient<Vec>}, nullptr, nullptr};
  }
};

}  // namespace lockstep
