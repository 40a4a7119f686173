#pragma once

#include "graph/activation.h"
#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/** An activation as a layer; the mask passes. */
class ActivationLayer : public Layer {
 public:
  ActivationLayer(LayerPlace place, Reader& program)
      : Layer(std::move(place)), activation_(ActivationFunction::read(program)) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const ActivationFunction activation_;
};

}  // namespace lockstep
