#include "layers/activation_layer.h"

#include "layers/matrix.h"

namespace lockstep {
namespace {

struct ActivationTape {
  Matrix outputs;
  /** Where the activation needs them. */
  float* arguments;
};

}  // namespace

void ActivationLayer::forward(ForwardCall& call) const {
  const Value& input = call.inputs[0];
  call.outputs[0] = input;
  if (call.as_logits) return;
  ActivationTape* tape = call.arena.make<ActivationTape>();
  call.tape = tape;
  tape->outputs = padded_copy(call, input.data, input.stride, input.steps, input.features);
  const Matrix& outputs = tape->outputs;
  tape->arguments =
      activation_.needs_arguments() ? new_matrix(call, input.steps, input.features).data : nullptr;
  activation_.apply(call.kernels, outputs.block(), outputs.columns, tape->arguments);
  call.outputs[0] = value_of(outputs, input);
}

void ActivationLayer::backward(BackwardCall& call) const {
  const Gradient& given = call.output_gradients[0];
  call.input_gradients[0] = given;
  if (call.as_logits || !call.wanted[0]) return;
  const Value& input = call.inputs[0];
  const ActivationTape& tape = *static_cast<const ActivationTape*>(call.tape);
  const Matrix d = padded_copy(call, given.data, given.stride, input.steps, input.features);
  activation_.gradient(call.kernels, tape.outputs.block(), tape.arguments, d.block(), d.block(), d.columns);
  call.input_gradients[0] = d.gradient();
}

}  // namespace lockstep
