#pragma once

#include "graph/layer.h"
#include "layers/merge_rules.h"
#include "program/reader.h"

namespace lockstep {

/**
 * Inputs of one shape made into one, element by element. Keras's mask of these layers: a place counts where any input's
 * does; without a mask as soon as one input has none.
 */
class MergeLayer : public Layer {
 public:
  MergeLayer(LayerPlace place, Reader& program);

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;
  void check_ends(size_t inputs, size_t initial_states, size_t outputs) const override;

 private:
  MergeLayer(LayerPlace place, int rule);
  void check_inputs(const ForwardCall&) const;

  const MergeRule& rule_;
  const bool takes_two_;
};

}  // namespace lockstep
