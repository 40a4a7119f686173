#pragma once

#include "graph/activation.h"
#include "graph/layer.h"
#include "layers/matrix.h"
#include "layers/time_windows.h"
#include "program/reader.h"

namespace lockstep {

/** The convolution's kernel, (places, features, filters), a matrix packed for each place of a window. */
struct Conv1dWeights {
  /** W_p, (features, filters). */
  const float* kernel;
  /** W_p^T, (filters, features). */
  const float* kernel_back;
  /** (padded filters); zeros without a bias. */
  const float* bias;
};

/**
 * y_w = a(b + sum over places p of a window of x_t W_p), t = w stride + p dilation - before, x beyond the sequence
 * being 0. Keras's Conv1D ends the mask.
 *
 * Each W_p is a product of its own over all windows (or of each window, where they are strides apart), as time-major
 * values have the windows' steps t one after the other. So no window is copied; only where there is padding x is, with
 * zeros around it. With ds = d(loss)/dy a'(...): d(loss)/dW_p = sum over windows of x_t^T ds_w, d(loss)/db = sum of ds,
 * d(loss)/dx_t = sum over the (w, p) that fall on t of ds_w W_p^T, place by place (Dumoulin, Visin, "A guide to
 * convolution arithmetic for deep learning", arXiv:1603.07285, has the transposed convolution).
 */
class Conv1dLayer : public Layer {
 public:
  Conv1dLayer(LayerPlace place, Reader& program);

  const void* pack(const Kernels&, const float* parameters, Arena&) const override;
  void forward(ForwardCall&) const override;
  void backward(BackwardCall&) const override;

 private:
  struct Tape;

  Tape* make_tape(const ForwardCall&) const;
  Matrix sum_gradients(const BackwardCall&, const Tape&) const;
  void write_parameter_gradients(const BackwardCall&, const Tape&, const Matrix& d_sums) const;
  Gradient input_gradient(const BackwardCall&, const Tape&, const Matrix& d_sums) const;

  const int features_;
  const int filters_;
  const WindowOptions windows_;
  const bool use_bias_;
  const ActivationFunction activation_;
};

}  // namespace lockstep
