#pragma once

#include "graph/layer.h"
#include "layers/time_windows.h"
#include "program/reader.h"

namespace lockstep {

/** The mean of each window, of what lies within the sequence, in double. The mask ends, as in Keras. */
class AveragePoolingLayer : public Layer {
 public:
  AveragePoolingLayer(LayerPlace place, Reader& program)
      : Layer(std::move(place)), options_(WindowOptions::read(program)) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const WindowOptions options_;
};

/**
 * The largest value of each window: a NaN where there is one; the first of equal ones has the gradient. The mask ends.
 */
class MaxPoolingLayer : public Layer {
 public:
  MaxPoolingLayer(LayerPlace place, Reader& program)
      : Layer(std::move(place)), options_(WindowOptions::read(program)) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const WindowOptions options_;
};

}  // namespace lockstep
