#pragma once

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/** A vector as each of n time steps, whose gradients add up from the first on. The mask ends, as in Keras. */
class RepeatVectorLayer : public Layer {
 public:
  RepeatVectorLayer(LayerPlace place, Reader& program) : Layer(std::move(place)), n_(program.size("n")) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const int n_;
};

}  // namespace lockstep
