#pragma once

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/**
 * Inputs side by side along the features, or one after the other along time. A time step counts where any input's does
 * (along the features), inputs without a mask counting everywhere; without any mask there is none.
 */
class ConcatenateLayer : public Layer {
 public:
  ConcatenateLayer(LayerPlace place, Reader& program)
      : Layer(std::move(place)), along_time_(program.flag("alongTime")) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;
  void check_ends(size_t inputs, size_t initial_states, size_t outputs) const override;

 private:
  void check_inputs(const ForwardCall&) const;
  void put_features_together(ForwardCall&) const;
  void put_times_together(ForwardCall&) const;

  const bool along_time_;
};

}  // namespace lockstep
