#pragma once

#include "graph/activation.h"
#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/**
 * y = a(x W + b) of every time step alike; the mask passes. With ds = d(loss)/dy a'(x W + b):
 * d(loss)/dW = x^T ds, d(loss)/db = sum of ds, d(loss)/dx = ds W^T.
 */
class DenseLayer : public Layer {
 public:
  DenseLayer(LayerPlace place, Reader& program);

  const void* pack(const Kernels&, const float* parameters, Arena&) const override;
  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  const int features_;
  const int units_;
  const bool use_bias_;
  const ActivationFunction activation_;
};

}  // namespace lockstep
