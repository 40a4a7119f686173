#pragma once

#include "graph/layer.h"
#include "program/reader.h"

namespace lockstep {

/**
 * y = gamma n + beta with n = (x - mean) r and r = 1 / sqrt(variance + epsilon), mean and variance over the features of
 * each vector (Ba, Kiros, Hinton, "Layer normalization", arXiv:1607.06450). All in double. The mask passes.
 *
 * With g = gamma d(loss)/dy: d(loss)/dgamma = sum of n d(loss)/dy, d(loss)/dbeta = sum of d(loss)/dy, and, as mean and
 * variance depend on x too, d(loss)/dx = r (g - mean(g) - n mean(g n)).
 */
class LayerNormalizationLayer : public Layer {
 public:
  LayerNormalizationLayer(LayerPlace place, Reader& program);

  const void* pack(const Kernels&, const float* parameters, Arena&) const override;
  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  size_t parameter_count() const { return (scale_ ? 1 : 0) + (center_ ? 1 : 0); }
  void write_parameter_gradients(const BackwardCall&) const;

  const int features_;
  const bool scale_;
  const bool center_;
  const double epsilon_;
};

}  // namespace lockstep
