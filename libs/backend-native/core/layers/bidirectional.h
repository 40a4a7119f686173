#pragma once

#include "layers/direction_merge.h"
#include "layers/inner_recurrent.h"

namespace lockstep {

/**
 * Two recurrent layers on one input, one of which goes backwards; their outputs become one. The layers inside have their
 * options from the plan, which has them as Keras sets them. Parameters and states: the forward layer's, then the backward layer's.
 */
class BidirectionalLayer : public Layer {
 public:
  BidirectionalLayer(LayerPlace place, Reader& program, const InnerReader& read_inner);

  const void* pack(const Kernels&, const float* parameters, Arena&) const override;
  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;
  void check_ends(size_t inputs, size_t initial_states, size_t outputs) const override;

 private:
  void check_directions() const;

  const DirectionMerge merge_;
  const InnerRecurrent layers_;
};

}  // namespace lockstep
