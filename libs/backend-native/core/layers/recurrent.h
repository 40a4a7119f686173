#pragma once

#include "cells/cells.h"
#include "graph/activation.h"
#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/** SimpleRNN, LSTM or GRU. */
struct RecurrentOptions {
  /** Number of its cell. */
  int cell;
  int features;
  int units;
  bool use_bias;
  ActivationFunction activation;
  ActivationFunction gate_activation;
  double dropout;
  double recurrent_dropout;
  bool go_backwards;
  bool return_sequences;
  bool return_state;
  bool zero_output_for_mask;

  static RecurrentOptions read(Reader&);

  const CellScript& script() const { return cell_scripts[cell]; }
  int width() const { return padded(units); }
  /** The one-pass steps of its cell go with these activations. */
  bool has_usual_activations() const {
    return activation.is(Activation::tanh) && (script().gates == 1 || gate_activation.is(Activation::sigmoid));
  }
  /** Floats from row to row of matrices of one value for each unit, and of those of all gates. */
  int unit_row() const { return spread_row(units); }
  int gate_row() const { return spread_row(script().gates * width()); }
};

/** The parameters of a recurrent layer, packed. */
struct RecurrentWeights {
  /** W, (features, gates * units), a panel set for each gate. */
  const float* kernel;
  /** U, (units, gates * units). */
  const float* recurrent_kernel;
  /** W^T, (gates * units, features). */
  const float* kernel_back;
  /** U^T, (gates * units, units). */
  const float* recurrent_kernel_back;
  /** What the sums of each gate begin with, (gates * width); null without a bias. */
  const float* bias;
  /** What the product apart begins with, (width). */
  const float* bias_apart;
};

/**
 * A cell over time. What does not wait for the step before is one product over all time steps: x W before the loop, and the
 * gradients of W, U, b and x after the loop back. Gates lie side by side in one matrix in the input's order of time; states
 * in the order of computation, the initial ones first.
 */
class RecurrentLayer : public Layer {
 public:
  RecurrentLayer(LayerPlace place, const RecurrentOptions& options);

  const void* pack(const Kernels&, const float* parameters, Arena&) const override;
  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;
  void check_ends(size_t inputs, size_t initial_states, size_t outputs) const override;

  const RecurrentOptions options;
};

}  // namespace lockstep
