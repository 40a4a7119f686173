#include "graph/model.h"

#include "layers/read_layer.h"

namespace lockstep {
namespace {

InputPlan read_input(Reader& program) {
  InputPlan input;
  input.steps = program.size("input.steps");
  input.features = program.size("input.features");
  input.timed = program.flag("input.timed");
  input.takes_batch_steps = program.flag("input.takesBatchSteps");
  return input;
}

void read_parameters(Reader& program, Model& model) {
  const int32_t count = program.length("parameters");
  for (int32_t i = 0; i < count; i++) {
    Parameter parameter;
    parameter.index = i;
    parameter.offset = model.parameter_count;
    parameter.size = static_cast<size_t>(program.size("parameter.size"));
    model.parameter_count += parameter.size;
    model.parameters.push_back(parameter);
  }
  // As planModel has it: 4 GiB of float32.
  if (model.parameter_count > size_t{1} << 30) {
    throw Reader::wrong("parameters", "at most 2^30 values", std::to_string(model.parameter_count));
  }
}

/** Values that exist when the layer runs. */
std::vector<int32_t> read_values(Reader& program, const std::vector<char>& made, const char* name) {
  const std::vector<int32_t> values = program.words(0, static_cast<int32_t>(made.size()) - 1, name);
  for (const int32_t value : values) {
    if (made[static_cast<size_t>(value)] == 0) throw Reader::wrong(name, "a value made before", std::to_string(value));
  }
  return values;
}

Node read_node(Reader& program, const ModelSizes& sizes, std::vector<char>& made) {
  Node node;
  node.inputs = read_values(program, made, "inputs");
  if (node.inputs.empty()) throw Reader::wrong("inputs", "at least 1", "none");
  node.initial_states = read_values(program, made, "initialStates");
  node.outputs = program.words(0, static_cast<int32_t>(made.size()) - 1, "outputs");
  if (node.outputs.empty()) throw Reader::wrong("outputs", "at least 1", "none");
  for (const int32_t value : node.outputs) {
    if (made[static_cast<size_t>(value)] != 0) throw Reader::wrong("outputs", "a new value", std::to_string(value));
    made[static_cast<size_t>(value)] = 1;
  }
  node.layer = read_layer(program, sizes);
  node.layer->check_ends(node.inputs.size(), node.initial_states.size(), node.outputs.size());
  return node;
}

/** Each has one layer at most: gradients that a second one wrote would take the place of the first one's. */
void check_parameters(const Model& model) {
  std::vector<const Layer*> layers(model.parameters.size());
  for (const Node& node : model.nodes) {
    for (const Parameter& parameter : node.layer->place.parameters) {
      const Layer*& of_parameter = layers[static_cast<size_t>(parameter.index)];
      if (of_parameter != nullptr) {
        throw Reader::wrong("layer " + node.layer->place.path, "parameters of its own",
                            "parameter " + std::to_string(parameter.index) + " of " + of_parameter->place.path);
      }
      of_parameter = node.layer.get();
    }
  }
}

/** A row of carried states has those of all layers and nothing else. */
void check_state_size(const Model& model) {
  int64_t units = 0;
  for (const Node& node : model.nodes) {
    for (const CarriedState& state : node.layer->place.states) units += state.units;
  }
  if (units != model.state_size) throw Reader::wrong("stateSize", std::to_string(units), std::to_string(model.state_size));
}

}  // namespace

std::shared_ptr<const Model> Model::read(Reader& program) {
  auto model = std::make_shared<Model>();
  const int32_t inputs = program.length("inputs");
  if (inputs == 0) throw Reader::wrong("inputs", "at least 1", "none");
  for (int32_t i = 0; i < inputs; i++) model->inputs.push_back(read_input(program));
  model->value_count = program.word(inputs, 1 << 20, "valueCount");
  model->state_size = program.word(0, 1 << 30, "stateSize");
  model->from_logits = program.flag("fromLogits");
  read_parameters(program, *model);
  std::vector<char> made(static_cast<size_t>(model->value_count));
  for (int32_t i = 0; i < inputs; i++) made[static_cast<size_t>(i)] = 1;
  const int32_t nodes = program.length("layers");
  const ModelSizes sizes{model->parameters, model->state_size};
  for (int32_t i = 0; i < nodes; i++) model->nodes.push_back(read_node(program, sizes, made));
  check_parameters(*model);
  check_state_size(*model);
  model->output = program.word(0, model->value_count - 1, "output");
  if (made[static_cast<size_t>(model->output)] == 0) {
    throw Reader::wrong("output", "a value that a layer makes", std::to_string(model->output));
  }
  return model;
}

std::vector<char> Model::wanted_values(bool input_gradients) const {
  std::vector<char> wanted(static_cast<size_t>(value_count));
  for (size_t i = 0; i < inputs.size(); i++) wanted[i] = input_gradients;
  for (const Node& node : nodes) {
    bool leads = !node.layer->place.parameters.empty();
    for (const int32_t value : node.inputs) leads = leads || wanted[static_cast<size_t>(value)] != 0;
    for (const int32_t value : node.initial_states) leads = leads || wanted[static_cast<size_t>(value)] != 0;
    for (const int32_t value : node.outputs) wanted[static_cast<size_t>(value)] = leads;
  }
  return wanted;
}

void Weights::pack(const Model& model, const Kernels& kernels) {
  arena_.reset();
  packed_.clear();
  for (const Node& node : model.nodes) packed_.push_back(node.layer->pack(kernels, parameters_.data(), arena_));
}

}  // namespace lockstep
