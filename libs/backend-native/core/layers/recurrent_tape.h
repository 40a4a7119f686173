#pragma once

#include "layers/recurrent.h"

namespace lockstep {

/** What a recurrent layer keeps of a batch for its way back. */
struct RecurrentTape {
  int steps;
  int rows;
  /** Floats of one time step of a state and of the gates: rows times their padded widths. */
  stride_t state_step;
  stride_t gate_step;
  stride_t gate_row;

  /** (steps, rows, gates * width) in the input's order: sums, then values, then gradients of the sums. */
  float* gates;
  /** Arguments of the gates' activations, like `gates`, where they are needed. */
  float* gate_arguments;
  /** (steps + 1, rows, width) in the order of computation. */
  float* states[2];
  /** (steps, rows, width) in the order of computation. */
  float* inside;
  float* inside_arguments;
  float* apart;

  /** The input of each gate; the same for all without dropout for each gate. */
  Value inputs[4];
  /** Its dropout, (rows, features), and that of the state, (rows, width), by gate; null: none. */
  const float* input_dropout[4];
  const float* state_dropout[4];
  /** States before each step after their dropout, by gate, (steps, rows, width) in the order of computation. */
  float* dropped[4];

  /** (steps, rows) in the order of computation, 1 = use; null: all. */
  const float* mask;
  /** (steps, rows), or (1, rows) without return_sequences: which outputs are not zeroed; null: all. */
  const float* kept_outputs;
  bool has_initial_states;

  bool drops_input_by_gate() const { return input_dropout[1] != nullptr; }
  bool drops_state() const { return state_dropout[0] != nullptr; }

  /** The input's time step at the step `s` of the computation. */
  int input_step(const RecurrentOptions& options, int s) const { return options.go_backwards ? steps - 1 - s : s; }
};

/** One time step forward; see recurrent_forward.cpp. */
void run_recurrent_step(const ForwardCall&, const RecurrentOptions&, const RecurrentWeights&, const RecurrentTape&, int s);

/** d(loss)/d(states) on the way back: after the step, and before it. */
struct StateGradients {
  const float* after[2];
  float* before[2];
  /** Room for the gates' gradients of one pass, and for d(inside). */
  float* d_gates;
  float* d_inside;
};

/** One time step back; see recurrent_backward.cpp. @param wants_before whether gradients of the states before are of use */
void run_recurrent_step_back(const BackwardCall&, const RecurrentOptions&, const RecurrentWeights&, const RecurrentTape&, int s,
                             const StateGradients&, bool wants_before);

/** Gradients of kernel, recurrent kernel and bias, from those of the sums. */
void add_recurrent_weight_gradients(const BackwardCall&, const RecurrentLayer&, const RecurrentTape&);

/** Units of a block: those of a panel, or all where an activation mixes them. */
int block_of(const Kernels&, const RecurrentOptions&);

/** Rows of a pass through the pointwise part of a step back. */
int rows_of_pass(const RecurrentOptions&);

/** The pointwise view of the block of units from `unit` on. */
CellLanes lanes_at(const RecurrentOptions&, const RecurrentTape&, int s, int unit, int columns);

/** to = a * mask for every time step, (steps * rows, columns); the mask is of one time step, (rows, columns). */
void apply_dropout(const float* mask, stride_t mask_row, const Value& from, int rows, float* to, stride_t to_row);

}  // namespace lockstep
