#pragma once

#include <cstddef>

namespace lockstep {

/** A function of the last axis or of each element, by Keras's name; in the order of activationNames of libs/job. */
enum class Activation {
  linear,
  tanh,
  sigmoid,
  relu,
  softmax,
  hard_sigmoid,
  elu,
  selu,
  softplus,
  softsign,
  silu,
  gelu,
  exponential,
  leaky_relu,
  relu6,
  mish,
  hard_silu,
  log_sigmoid,
  log_softmax,
  celu,
};

constexpr int activation_count = 20;

/** Whether it is one of those that recurrent networks live on, which kernels/ computes in float32; else it is computed here. */
constexpr bool has_kernel(Activation activation) { return activation <= Activation::relu; }

/**
 * out = f(z) of a row, in float64, one value at a time: equal bits to libs/backend-tfjs/src/activations. `out` may be z.
 * @throws Failure where the activation has a kernel, which is then the one to call
 */
void activate(Activation activation, const float* z, float* out, size_t columns);

/**
 * d(loss)/d(z) from d(loss)/d(out) of a row, all (columns). `d_in` may be any of the others. Derivatives come of z, as float32
 * holds of `out` too little; it is here for functions of which that is not so.
 * @throws Failure as activate
 */
void activation_gradient(Activation activation, const float* z, const float* out, const float* d_out, float* d_in,
                         size_t columns);

}  // namespace lockstep
