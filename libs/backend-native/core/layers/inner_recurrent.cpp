#include "layers/inner_recurrent.h"

namespace lockstep {
namespace {

[[noreturn]] void refuse(const LayerPlace& wrapper, const char* expected) {
  throw Failure(FailureKind::wrong_program, "program: layer " + wrapper.path + ": expected " + expected);
}

std::unique_ptr<const RecurrentLayer> read_recurrent(const LayerPlace& wrapper, const InnerReader& read_inner) {
  std::unique_ptr<Layer> layer = read_inner();
  const RecurrentLayer* recurrent = dynamic_cast<const RecurrentLayer*>(layer.get());
  if (recurrent == nullptr) refuse(wrapper, "a recurrent layer inside");
  layer.release();
  return std::unique_ptr<const RecurrentLayer>(recurrent);
}

}  // namespace

InnerRecurrent::InnerRecurrent(const LayerPlace& wrapper, int count, const InnerReader& read_inner) {
  for (int index = 0; index < count; index++) {
    layers_.push_back(read_recurrent(wrapper, read_inner));
    if (options(index).return_state != options(0).return_state) refuse(wrapper, "states of all layers inside, or of none");
    first_states_.push_back(first_states_.back() + states_of(index));
  }
}

const void* InnerRecurrent::pack(const Kernels& kernels, const float* parameters, Arena& arena) const {
  const void** weights = arena.array<const void*>(layers_.size());
  for (size_t i = 0; i < layers_.size(); i++) weights[i] = layers_[i]->pack(kernels, parameters, arena);
  return weights;
}

/** Whether these are all states of the layers, in their order. */
bool InnerRecurrent::carries(const std::vector<CarriedState>& states) const {
  if (states.size() != static_cast<size_t>(first_states_.back())) return false;
  size_t at = 0;
  for (int index = 0; index < count(); index++) {
    for (int k = 0; k < states_of(index); k++) {
      if (states[at++].units != options(index).units) return false;
    }
  }
  return true;
}

void InnerRecurrent::check_ends(const LayerPlace& wrapper, size_t own_outputs, size_t inputs, size_t initial_states,
                                size_t outputs) const {
  const size_t states = static_cast<size_t>(first_states_.back());
  const bool starts = initial_states == 0 || initial_states == states;
  const size_t returned = options(0).return_state ? states : 0;
  if (inputs != 1 || !starts || outputs != own_outputs + returned) refuse(wrapper, "one input, and states of the layers inside");
  if (!wrapper.states.empty() && !carries(wrapper.states)) refuse(wrapper, "to carry the states of the layers inside");
}

LayerCall InnerRecurrent::call_of(const LayerCall& wrapper, int index) const {
  LayerCall call = wrapper;
  call.weights = static_cast<const void* const*>(wrapper.weights)[index];
  return call;
}

const Value& InnerRecurrent::forward(ForwardCall& wrapper, int own_outputs, int index, const Value& input,
                                     InnerTape& tape) const {
  const int first = first_states_[static_cast<size_t>(index)];
  const int states = states_of(index);
  tape.input = input;
  ForwardCall call{call_of(wrapper, index),
                   &tape.input,
                   1,
                   wrapper.initial_states + first,
                   wrapper.initial_state_count == 0 ? 0 : states,
                   false,
                   tape.outputs,
                   wrapper.final_states == nullptr ? nullptr : wrapper.final_states + first};
  layers_[static_cast<size_t>(index)]->forward(call);
  tape.tape = call.tape;
  for (int k = 0; options(index).return_state && k < states; k++) {
    wrapper.outputs[own_outputs + first + k] = tape.outputs[1 + k];
  }
  return tape.outputs[0];
}

Gradient InnerRecurrent::backward(BackwardCall& wrapper, int own_outputs, int index, const InnerTape& tape,
                                  const Gradient& of_output, bool wants_input) const {
  const int first = first_states_[static_cast<size_t>(index)];
  const int states = states_of(index);
  Gradient gradients[3] = {of_output};
  bool is_used = of_output.data != nullptr;
  for (int k = 0; options(index).return_state && k < states; k++) {
    gradients[1 + k] = wrapper.output_gradients[own_outputs + first + k];
    is_used = is_used || gradients[1 + k].data != nullptr;
  }
  Gradient of_input;
  if (!is_used) return of_input;
  BackwardCall call{call_of(wrapper, index),
                    &tape.input,
                    1,
                    wrapper.initial_state_count == 0 ? 0 : states,
                    false,
                    tape.outputs,
                    tape.tape,
                    gradients,
                    &wants_input,
                    wrapper.tree,
                    &of_input,
                    wrapper.initial_state_gradients + first};
  layers_[static_cast<size_t>(index)]->backward(call);
  return of_input;
}

}  // namespace lockstep
