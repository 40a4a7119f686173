#pragma once

#include <memory>
#include <vector>

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/** An input of the model, as one sequence of it is shaped. */
struct InputPlan {
  int steps;
  int features;
  bool timed;
  /** Whether `steps` is the batch's where the batch says how many it has. */
  bool takes_batch_steps;
};

/** A layer in its place of the graph. Values are numbered: inputs first, then outputs of layers. */
struct Node {
  std::unique_ptr<Layer> layer;
  std::vector<int32_t> inputs;
  std::vector<int32_t> initial_states;
  std::vector<int32_t> outputs;
};

/** What a program says of a model: immutable, shared by all slots. */
struct Model {
  std::vector<InputPlan> inputs;
  int value_count = 0;
  /** The value that is trained and predicted. */
  int output = 0;
  /** Whether the objective wants the last layer's values before its activation. */
  bool from_logits = false;
  std::vector<Parameter> parameters;
  size_t parameter_count = 0;
  int state_size = 0;
  std::vector<Node> nodes;

  /** @throws Failure where the program is none */
  static std::shared_ptr<const Model> read(Reader&);

  /**
   * By value: whether a gradient with respect to it leads to parameters, or to inputs where these are asked for.
   */
  std::vector<char> wanted_values(bool input_gradients) const;
};

/** One version of a model's parameters, with what layers make of them. */
class Weights {
 public:
  /** @param parameters (model.parameter_count), copied */
  Weights(const Model& model, const Kernels& kernels, const float* parameters)
      : parameters_(parameters, parameters + model.parameter_count) {
    pack(model, kernels);
  }

  /**
   * The next version, in the place of this one. Where it throws, neither is there.
   * @param parameters (model.parameter_count), taken; memory of the version before is left in their place
   */
  void pack(const Model& model, const Kernels& kernels, std::vector<float>& parameters) {
    parameters_.swap(parameters);
    pack(model, kernels);
  }

  const float* parameters() const { return parameters_.data(); }
  const void* of_node(size_t index) const { return packed_[index]; }

 private:
  void pack(const Model&, const Kernels&);

  Arena arena_;
  std::vector<float> parameters_;
  std::vector<const void*> packed_;
};

}  // namespace lockstep
