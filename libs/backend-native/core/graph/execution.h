#pragma once

#include <memory>
#include <vector>

#include "graph/model.h"

namespace lockstep {

/** Sequences to compute, row by row: C order, one sequence after the other. */
struct Sequences {
  Batch batch;
  /** Time steps of inputs that have them by batch; 0: the model's. */
  int time_steps;
  /** One for each of the model's inputs, (rows, steps, features); like all here, read by `forward` only. */
  std::vector<const float*> inputs;
  /** Mask of the first input, (rows, steps), 1 = use; null: all. */
  const float* mask;
  /** Carried states before the batch, (rows, state_size); null: zeros. */
  const float* states;
};

/** Time steps, features and time axis of an input in a batch of `time_steps`. */
Value input_sizes(const InputPlan&, int time_steps);

/**
 * One slot's way through a model, again and again: forward through the graph, then back. What it needs lies in its arena, which grows to
 * what the largest batch wants and is then taken from no more. Results stay until the next `forward`.
 */
class Execution {
 public:
  Execution(std::shared_ptr<const Model> model, const Kernels& kernels) : model_(std::move(model)), kernels_(kernels) {}

  /**
   * Computes all values.
   * @param weights must live until the way back is done
   * @param as_logits whether the last layer leaves out its activation
   * @param flow of the way back as well, which looks at it; null: nobody asks
   * @throws Failure where the sequences do not fit, or when `cancelled`
   */
  void forward(const Weights& weights, const Sequences& sequences, bool as_logits, const std::atomic<bool>& cancelled,
               Watch* watch, GradientFlow* flow = nullptr);

  /** Bytes that it has taken for the largest computation so far. */
  size_t memory() const { return arena_.capacity(); }

  /** The model's output. */
  const Value& output() const { return values_[static_cast<size_t>(model_->output)]; }
  /** Writes the output, (rows, steps, features). */
  void copy_output(float* to) const;
  /** Writes its mask, (rows, steps). @returns whether there is one */
  bool copy_output_mask(float* to) const;
  /** Writes the carried states after the batch, (rows, state_size). */
  void copy_states(float* to) const;

  /**
   * Layer by layer from the last; gradients of a value that several layers use add up in that order.
   * @param cotangent d(loss)/d(output), (rows, steps, features)
   * @param tree takes the gradients of the parameters
   */
  void backward(const float* cotangent, bool input_gradients, GradientTree& tree, const std::atomic<bool>& cancelled,
                Watch* watch);

  /** The same from d(loss)/d(output) as the output is laid out, with its stride. */
  void backward(const Gradient& of_output, bool input_gradients, GradientTree& tree, const std::atomic<bool>& cancelled,
                Watch* watch);

  /** Writes d(loss)/d(input), (rows, steps, features). @returns whether there is one */
  bool copy_input_gradient(size_t input, float* to) const;

  /** As the last `forward` had it. */
  const Value& input(size_t index) const { return values_[index]; }
  int rows() const { return batch_.rows; }

  const Model& model() const { return *model_; }
  const Kernels& kernels() const { return kernels_; }

 private:
  struct NodeRun;

  Value load_input(size_t index, const Sequences&);
  void run_node(size_t index, const Sequences&, bool as_logits, const std::atomic<bool>& cancelled, Watch* watch);
  const Value* initial_states(const Node&, const Sequences&, int& count);
  void look_at_outputs(const Node&, Watch&) const;
  void run_node_back(size_t index, const std::vector<char>& wanted, GradientTree&, const std::atomic<bool>& cancelled, Watch*);
  void look_at_gradients(const Node&, const Gradient* outputs, Watch&) const;
  void accumulate(int32_t value, const Gradient& gradient, const std::vector<char>& wanted);

  std::shared_ptr<const Model> model_;
  const Kernels& kernels_;
  Arena arena_;
  const Weights* weights_ = nullptr;
  GradientFlow* flow_ = nullptr;
  Batch batch_{};
  /** batch_.first_rows, which is the caller's only while he calls. */
  std::vector<int32_t> first_rows_;
  std::vector<Value> values_;
  std::vector<Gradient> gradients_;
  /** By value, see Model::wanted_values; as the last way back had it. */
  std::vector<char> wanted_;
  bool wanted_inputs_ = false;
  /** By node, from the arena. */
  std::vector<NodeRun*> runs_;
};

}  // namespace lockstep
