#pragma once

#include "layers/read_layer.h"

namespace lockstep {

/**
 * The same layer for every time step: one that works on a vector at a time, so that all time steps at once are the same to it, or
 * one that leaves a vector as it is. The input's mask passes, whatever the layer inside does with masks.
 */
class TimeDistributedLayer : public Layer {
 public:
  TimeDistributedLayer(LayerPlace place, Reader& program, const InnerReader& read_inner);

  const void* pack(const Kernels&, const float* parameters, Arena&) const override;
  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;
  void check_ends(size_t inputs, size_t initial_states, size_t outputs) const override;

 private:
  /** Null: values stay as they are. */
  const std::unique_ptr<const Layer> layer_;
};

}  // namespace lockstep
