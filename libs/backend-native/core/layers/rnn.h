#pragma once

#include "layers/inner_recurrent.h"

namespace lockstep {

/**
 * Cells stacked within each time step. A cell waits for nothing but the cells before it and its own past, so this is a chain of
 * layers: each cell goes through all time steps before the next one begins. Of a stack that goes backwards the first cell turns
 * the sequence round; the others find it so.
 */
class RnnLayer : public Layer {
 public:
  RnnLayer(LayerPlace place, Reader& program, const InnerReader& read_inner);

  const void* pack(const Kernels&, const float* parameters, Arena&) const override;
  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;
  void check_ends(size_t inputs, size_t initial_states, size_t outputs) const override;

 private:
  const InnerRecurrent cells_;
};

}  // namespace lockstep
