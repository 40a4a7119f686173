#include "layers/time_distributed.h"

namespace lockstep {

TimeDistributedLayer::TimeDistributedLayer(LayerPlace place, Reader& program, const InnerReader& read_inner)
    : Layer(std::move(place)), layer_(program.word(0, 1, "layers") == 1 ? read_inner() : nullptr) {}

void TimeDistributedLayer::check_ends(size_t inputs, size_t initial_states, size_t outputs) const {
  Layer::check_ends(inputs, initial_states, outputs);
  if (layer_ != nullptr) layer_->check_ends(inputs, initial_states, outputs);
}

const void* TimeDistributedLayer::pack(const Kernels& kernels, const float* parameters, Arena& arena) const {
  return layer_ == nullptr ? nullptr : layer_->pack(kernels, parameters, arena);
}

void TimeDistributedLayer::forward(ForwardCall& call) const {
  if (layer_ == nullptr) {
    call.outputs[0] = call.inputs[0];
    return;
  }
  layer_->forward(call);
  if (call.outputs[0].steps != call.inputs[0].steps) {
    throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected a layer that keeps time steps");
  }
  call.outputs[0].mask = call.inputs[0].mask;
}

void TimeDistributedLayer::backward(BackwardCall& call) const {
  if (layer_ != nullptr) return layer_->backward(call);
  call.input_gradients[0] = call.output_gradients[0];
}

}  // namespace lockstep
