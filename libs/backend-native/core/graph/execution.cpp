#include "graph/execution.h"

#include <cstring>

#include "graph/time_major.h"

namespace lockstep {

/** What a node leaves for its way back. */
struct Execution::NodeRun {
  const Value* inputs;
  int input_count;
  int initial_state_count;
  bool as_logits;
  Value* outputs;
  int output_count;
  Value* final_states;
  void* tape;
};

Value input_sizes(const InputPlan& plan, int time_steps) {
  Value value;
  value.steps = plan.takes_batch_steps && time_steps > 0 ? time_steps : plan.steps;
  value.features = plan.features;
  value.stride = plan.features;
  value.timed = plan.timed;
  return value;
}

Value Execution::load_input(size_t index, const Sequences& sequences) {
  Value value = input_sizes(model_->inputs[index], sequences.time_steps);
  const int rows = sequences.batch.rows;
  const size_t count = static_cast<size_t>(rows) * static_cast<size_t>(value.steps);
  float* data = arena_.floats(count * static_cast<size_t>(value.features));
  to_time_major(sequences.inputs[index], rows, value.steps, value.features, data, value.stride);
  value.data = data;
  if (index > 0 || sequences.mask == nullptr) return value;
  float* mask = arena_.floats(count);
  to_time_major(sequences.mask, rows, value.steps, 1, mask, 1);
  value.mask = mask;
  return value;
}

void Execution::forward(const Weights& weights, const Sequences& sequences, bool as_logits,
                        const std::atomic<bool>& cancelled, Watch* watch, GradientFlow* flow) {
  arena_.reset();
  weights_ = &weights;
  flow_ = flow;
  batch_ = sequences.batch;
  first_rows_.assign(batch_.first_rows, batch_.first_rows + batch_.count + 1);
  batch_.first_rows = first_rows_.data();
  values_.assign(static_cast<size_t>(model_->value_count), Value{});
  runs_.assign(model_->nodes.size(), nullptr);
  for (size_t i = 0; i < model_->inputs.size(); i++) values_[i] = load_input(i, sequences);
  for (size_t i = 0; i < model_->nodes.size(); i++) run_node(i, sequences, as_logits, cancelled, watch);
  batch_.random = nullptr;
}

/** Those that other layers make, those that are carried, or none. */
const Value* Execution::initial_states(const Node& node, const Sequences& sequences, int& count) {
  const std::vector<CarriedState>& carried = node.layer->place.states;
  const bool is_carried = node.initial_states.empty() && sequences.states != nullptr;
  count = static_cast<int>(is_carried ? carried.size() : node.initial_states.size());
  Value* states = arena_.array<Value>(static_cast<size_t>(count));
  for (size_t k = 0; k < static_cast<size_t>(count); k++) {
    if (!is_carried) {
      states[k] = values_[static_cast<size_t>(node.initial_states[k])];
      continue;
    }
    states[k].data = sequences.states + carried[k].offset;
    states[k].stride = model_->state_size;
    states[k].steps = 1;
    states[k].features = carried[k].units;
  }
  return states;
}

void Execution::run_node(size_t index, const Sequences& sequences, bool as_logits, const std::atomic<bool>& cancelled,
                         Watch* watch) {
  const Node& node = model_->nodes[index];
  NodeRun* run = arena_.make<NodeRun>();
  runs_[index] = run;
  Value* inputs = arena_.array<Value>(node.inputs.size());
  for (size_t i = 0; i < node.inputs.size(); i++) inputs[i] = values_[static_cast<size_t>(node.inputs[i])];
  // Keras (3.15, Layer.__call__) hands a layer that is called with initial states no mask of the layers before. One that was
  // given with the batch is the caller's own.
  const float* unseen = nullptr;
  if (!node.initial_states.empty() && inputs[0].mask != values_[0].mask) {
    unseen = inputs[0].mask;
    for (size_t i = 0; i < node.inputs.size(); i++) inputs[i].mask = nullptr;
  }
  int initial_state_count = 0;
  const Value* states = initial_states(node, sequences, initial_state_count);
  run->inputs = inputs;
  run->input_count = static_cast<int>(node.inputs.size());
  run->initial_state_count = initial_state_count;
  run->as_logits = as_logits && node.outputs[0] == model_->output;
  run->output_count = static_cast<int>(node.outputs.size());
  run->outputs = arena_.array<Value>(node.outputs.size());
  const size_t carried = node.layer->place.states.size();
  run->final_states = carried == 0 ? nullptr : arena_.array<Value>(carried);
  ForwardCall call{{batch_, kernels_, arena_, weights_->parameters(), weights_->of_node(index), cancelled, watch, flow_},
                   run->inputs,
                   run->input_count,
                   states,
                   initial_state_count,
                   run->as_logits,
                   run->outputs,
                   run->final_states};
  call.check_wanted();
  node.layer->forward(call);
  run->tape = call.tape;
  if (watch != nullptr) look_at_outputs(node, *watch);
  for (size_t i = 0; i < node.outputs.size(); i++) {
    Value& value = values_[static_cast<size_t>(node.outputs[i])];
    value = run->outputs[i];
    if (unseen != nullptr && value.timed) value.mask = unseen;
  }
}

void Execution::look_at_outputs(const Node& node, Watch& watch) const {
  const NodeRun& run = *runs_[static_cast<size_t>(&node - model_->nodes.data())];
  for (int i = 0; i < run.output_count; i++) {
    const Value& value = run.outputs[i];
    for (int step = 0; step < value.steps; step++) {
      watch.look(node.layer->place.path, Pass::forward, value.timed ? step : -1, batch_.rows, value.features,
                 value.data + static_cast<stride_t>(step) * batch_.rows * value.stride, value.stride);
    }
  }
}

void Execution::copy_output(float* to) const {
  const Value& value = output();
  to_row_major(value.data, value.stride, batch_.rows, value.steps, value.features, to);
}

bool Execution::copy_output_mask(float* to) const {
  const Value& value = output();
  if (value.mask == nullptr) return false;
  to_row_major(value.mask, 1, batch_.rows, value.steps, 1, to);
  return true;
}

void Execution::copy_states(float* to) const {
  for (size_t index = 0; index < runs_.size(); index++) {
    const std::vector<CarriedState>& carried = model_->nodes[index].layer->place.states;
    for (size_t k = 0; k < carried.size(); k++) {
      const Value& state = runs_[index]->final_states[k];
      for (int row = 0; row < batch_.rows; row++) {
        float* target = to + static_cast<stride_t>(row) * model_->state_size + carried[k].offset;
        std::memcpy(target, state.data + row * state.stride, static_cast<size_t>(carried[k].units) * sizeof(float));
      }
    }
  }
}

void Execution::backward(const float* cotangent, bool input_gradients, GradientTree& tree,
                         const std::atomic<bool>& cancelled, Watch* watch) {
  const Value& value = output();
  const stride_t stride = padded(value.features);
  float* d_output =
      arena_.floats(static_cast<size_t>(value.steps) * static_cast<size_t>(batch_.rows) * static_cast<size_t>(stride));
  to_time_major(cotangent, batch_.rows, value.steps, value.features, d_output, stride);
  backward(Gradient{d_output, stride}, input_gradients, tree, cancelled, watch);
}

void Execution::backward(const Gradient& of_output, bool input_gradients, GradientTree& tree,
                         const std::atomic<bool>& cancelled, Watch* watch) {
  if (wanted_.empty() || wanted_inputs_ != input_gradients) wanted_ = model_->wanted_values(input_gradients);
  wanted_inputs_ = input_gradients;
  gradients_.assign(values_.size(), Gradient{});
  gradients_[static_cast<size_t>(model_->output)] = of_output;
  if (flow_ != nullptr) flow_->begin_chunk(batch_);
  for (size_t index = model_->nodes.size(); index-- > 0;) run_node_back(index, wanted_, tree, cancelled, watch);
  if (flow_ != nullptr) flow_->end_chunk();
}

void Execution::run_node_back(size_t index, const std::vector<char>& wanted, GradientTree& tree,
                              const std::atomic<bool>& cancelled, Watch* watch) {
  const Node& node = model_->nodes[index];
  const NodeRun& run = *runs_[index];
  Gradient* outputs = arena_.array<Gradient>(node.outputs.size());
  bool is_used = false;
  for (size_t i = 0; i < node.outputs.size(); i++) {
    outputs[i] = gradients_[static_cast<size_t>(node.outputs[i])];
    is_used = is_used || outputs[i].data != nullptr;
  }
  if (!is_used) return;
  if (watch != nullptr) look_at_gradients(node, outputs, *watch);
  bool* wanted_inputs = arena_.array<bool>(node.inputs.size());
  for (size_t i = 0; i < node.inputs.size(); i++) wanted_inputs[i] = wanted[static_cast<size_t>(node.inputs[i])] != 0;
  Gradient* inputs = arena_.array<Gradient>(node.inputs.size());
  Gradient* states = arena_.array<Gradient>(static_cast<size_t>(run.initial_state_count));
  BackwardCall call{{batch_, kernels_, arena_, weights_->parameters(), weights_->of_node(index), cancelled, watch, flow_},
                    run.inputs,
                    run.input_count,
                    run.initial_state_count,
                    run.as_logits,
                    run.outputs,
                    run.tape,
                    outputs,
                    wanted_inputs,
                    tree,
                    inputs,
                    states};
  call.check_wanted();
  node.layer->backward(call);
  for (size_t i = 0; i < node.inputs.size(); i++) accumulate(node.inputs[i], inputs[i], wanted);
  for (size_t k = 0; k < node.initial_states.size(); k++) accumulate(node.initial_states[k], states[k], wanted);
}

void Execution::look_at_gradients(const Node& node, const Gradient* outputs, Watch& watch) const {
  const NodeRun& run = *runs_[static_cast<size_t>(&node - model_->nodes.data())];
  for (int i = 0; i < run.output_count; i++) {
    const Value& value = run.outputs[i];
    if (outputs[i].data == nullptr) continue;
    for (int step = value.steps - 1; step >= 0; step--) {
      watch.look(node.layer->place.path, Pass::backward, value.timed ? step : -1, batch_.rows, value.features,
                 outputs[i].data + static_cast<stride_t>(step) * batch_.rows * outputs[i].stride, outputs[i].stride);
    }
  }
}

void Execution::accumulate(int32_t index, const Gradient& gradient, const std::vector<char>& wanted) {
  const size_t at = static_cast<size_t>(index);
  if (gradient.data == nullptr || wanted[at] == 0) return;
  Gradient& known = gradients_[at];
  if (known.data == nullptr) {
    known = gradient;
    return;
  }
  const Value& value = values_[at];
  const stride_t rows = static_cast<stride_t>(value.steps) * batch_.rows;
  const stride_t stride = padded(value.features);
  float* sum = arena_.floats(static_cast<size_t>(rows) * static_cast<size_t>(stride));
  for (stride_t i = 0; i < rows; i++) {
    for (int j = 0; j < value.features; j++) {
      sum[i * stride + j] = known.data[i * known.stride + j] + gradient.data[i * gradient.stride + j];
    }
  }
  known = {sum, stride};
}

bool Execution::copy_input_gradient(size_t input, float* to) const {
  const Gradient& gradient = gradients_[input];
  if (gradient.data == nullptr) return false;
  const Value& value = values_[input];
  to_row_major(gradient.data, gradient.stride, batch_.rows, value.steps, value.features, to);
  return true;
}

}  // namespace lockstep
