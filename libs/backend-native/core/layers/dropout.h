#pragma once

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/**
 * Inverted dropout while training: y = x m, where m is 0 for a share `rate` of the values and 1 / (1 - rate) for the
 * others, so that y is x on average (Srivastava et al., "Dropout: a simple way to prevent neural networks from
 * overfitting", JMLR 15, 2014). d(loss)/dx = d(loss)/dy m. Of every value, or of whole features, the same at every time
 * step. The mask passes.
 */
class DropoutLayer : public Layer {
 public:
  DropoutLayer(LayerPlace place, Reader& program)
      : Layer(std::move(place)), rate_(program.rate("rate")), of_features_(program.flag("ofFeatures")) {}

  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const double rate_;
  const bool of_features_;
};

}  // namespace lockstep
