#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "failure.h"
#include "graph/arena.h"
#include "graph/batch.h"
#include "graph/gradient_flow.h"
#include "graph/gradient_tree.h"
#include "graph/value.h"
#include "graph/watch.h"
#include "kernels/kernels.h"

namespace lockstep {

/** A vector of the state that a stateful layer carries from batch to batch. */
struct CarriedState {
  /** First element in a row of carried states. */
  int offset = 0;
  int units = 0;
};

/** What every layer's place in the model is. */
struct LayerPlace {
  /** For messages: its name with those of the wrappers around it. */
  std::string path;
  /** Part of the key of its random masks. */
  int ordinal = 0;
  /** In Keras's order of weights, those of layers inside included. */
  std::vector<Parameter> parameters;
  /** Of a stateful layer, in Keras's order, those of layers inside included. */
  std::vector<CarriedState> states;
};

/** What the calls of a layer have in common. */
struct LayerCall {
  const Batch& batch;
  const Kernels& kernels;
  Arena& arena;
  /** All parameters, flat. */
  const float* parameters;
  /** What the layer's `pack` made. */
  const void* weights;
  /** Looked at between layers, between time steps, and between gradients of weights. */
  const std::atomic<bool>& cancelled;
  /** Present while somebody looks for the first value that is not finite. */
  Watch* watch;
  /** Present where it is asked for. */
  GradientFlow* flow;

  /** @throws Failure where nobody wants the result any more */
  void check_wanted() const {
    if (cancelled.load(std::memory_order_relaxed)) throw Failure(FailureKind::cancelled, "it was given up");
  }
};

struct ForwardCall : LayerCall {
  const Value* inputs;
  int input_count;
  /** What a recurrent layer starts from, (rows, units) each; none: zeros. */
  const Value* initial_states;
  int initial_state_count;
  /** True to leave out the final activation; only asked of layers that give logits. */
  bool as_logits;

  /** The layer's to fill: output, then returned states. */
  Value* outputs;
  /** Of a stateful layer: its states after the last step, in the order of its plan; null: nobody asks. */
  Value* final_states;
  /** What the layer wants to find again on the way back, from the arena. */
  void* tape = nullptr;
};

struct BackwardCall : LayerCall {
  const Value* inputs;
  int input_count;
  int initial_state_count;
  bool as_logits;
  const Value* outputs;
  void* tape;
  /** d(loss)/d(output), at least one with data. */
  const Gradient* output_gradients;
  /** By input: whether its gradient is of use. */
  const bool* wanted;
  GradientTree& tree;

  /** The layer's to fill; left as they are, they are zero. */
  Gradient* input_gradients;
  Gradient* initial_state_gradients;
};

/** A layer's forward and backward pass. It holds no data of a batch: that lies in the call's arena. */
class Layer {
 public:
  explicit Layer(LayerPlace place) : place(std::move(place)) {}
  virtual ~Layer() = default;

  /** Makes what is made of the parameters once for each version of them. */
  virtual const void* pack(const Kernels&, const float* /*parameters*/, Arena&) const { return nullptr; }
  virtual void forward(ForwardCall&) const = 0;
  virtual void backward(BackwardCall&) const = 0;

  /** @throws Failure where these are not numbers of inputs, initial states and outputs that the layer can have */
  virtual void check_ends(size_t inputs, size_t initial_states, size_t outputs) const {
    if (inputs == 1 && initial_states == 0 && outputs == 1 && place.states.empty()) return;
    throw Failure(FailureKind::wrong_program,
                  "program: layer " + place.path + ": expected one input and one output, and no states");
  }

  const LayerPlace place;

 protected:
  /** @throws Failure unless there is a parameter of that number and size */
  void check_parameter(size_t index, size_t size) const {
    if (index < place.parameters.size() && place.parameters[index].size == size) return;
    throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected " + std::to_string(size) +
                                                  " values of parameter " + std::to_string(index));
  }

  /** @throws Failure unless the input has as many features as the layer was made for */
  void check_features(const Value& input, int features) const {
    if (input.features == features) return;
    throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected " + std::to_string(features) +
                                                  " features, got " + std::to_string(input.features));
  }
};

}  // namespace lockstep
