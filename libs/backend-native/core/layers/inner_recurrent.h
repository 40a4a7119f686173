#pragma once

#include <memory>
#include <vector>

#include "layers/read_layer.h"
#include "layers/recurrent.h"

namespace lockstep {

/** What a recurrent layer inside another one leaves for its way back. */
struct InnerTape {
  Value input;
  /** Its output, then the states that it returns. */
  Value outputs[3];
  void* tape;
};

/**
 * Recurrent layers inside another one. The states that the other one is given, carries and returns are theirs, one layer after
 * the other.
 */
class InnerRecurrent {
 public:
  /** @throws Failure where they are no recurrent layers, or return states differently */
  InnerRecurrent(const LayerPlace& wrapper, int count, const InnerReader& read_inner);

  int count() const { return static_cast<int>(layers_.size()); }
  const RecurrentOptions& options(int index) const { return layers_[static_cast<size_t>(index)]->options; }

  const void* pack(const Kernels&, const float* parameters, Arena&) const;

  /**
   * @param own_outputs outputs of the wrapper before the returned states
   * @throws Failure where the wrapper's states are not those of the layers
   */
  void check_ends(const LayerPlace& wrapper, size_t own_outputs, size_t inputs, size_t initial_states, size_t outputs) const;

  /** One layer on an input; puts its states where the wrapper's are. @returns its output */
  const Value& forward(ForwardCall& wrapper, int own_outputs, int index, const Value& input, InnerTape& tape) const;

  /** One layer back, where anything depends on it. @returns d(loss)/d(input), where it is wanted */
  Gradient backward(BackwardCall& wrapper, int own_outputs, int index, const InnerTape& tape, const Gradient& of_output,
                    bool wants_input) const;

 private:
  int states_of(int index) const { return options(index).script().states; }
  LayerCall call_of(const LayerCall& wrapper, int index) const;
  bool carries(const std::vector<CarriedState>& states) const;

  std::vector<std::unique_ptr<const RecurrentLayer>> layers_;
  /** By layer: number of its first state among all, and behind them the number of all. */
  std::vector<int> first_states_{0};
};

}  // namespace lockstep
