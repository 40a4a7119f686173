#pragma once

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/** The mean over the time steps that count, in double; NaN where none counts, as in Keras. The mask ends. */
class GlobalAveragePoolingLayer : public Layer {
 public:
  GlobalAveragePoolingLayer(LayerPlace place, Reader& program)
      : Layer(std::move(place)), keep_time_(program.flag("keepdims")) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const bool keep_time_;
};

/**
 * The largest value of each feature over time. Equal largest values share the gradient, as in TensorFlow. It looks at
 * masked time steps too, and the mask ends, both as in Keras.
 */
class GlobalMaxPoolingLayer : public Layer {
 public:
  GlobalMaxPoolingLayer(LayerPlace place, Reader& program)
      : Layer(std::move(place)), keep_time_(program.flag("keepdims")) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const bool keep_time_;
};

}  // namespace lockstep
