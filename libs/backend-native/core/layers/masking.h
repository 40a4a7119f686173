#pragma once

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/**
 * Masks the time steps all of whose features are one value, compared in float32, and makes them zero. Its mask takes
 * the place of the input's, as in Keras.
 */
class MaskingLayer : public Layer {
 public:
  MaskingLayer(LayerPlace place, Reader& program)
      : Layer(std::move(place)), mask_value_(static_cast<float>(program.number("maskValue"))) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const float mask_value_;
};

}  // namespace lockstep
