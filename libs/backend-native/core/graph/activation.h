#pragma once

#include "kernels/kernels.h"
#include "numerics/activations.h"
#include "program/reader.h"

namespace lockstep {

/**
 * An activation of a model on blocks of a matrix. Linear, tanh, sigmoid and relu are kernels, and their derivatives come of
 * their values; the others are computed a row at a time in double, and want their arguments again on the way back.
 */
class ActivationFunction {
 public:
  ActivationFunction() = default;
  explicit ActivationFunction(Activation activation) : activation_(activation) {}

  static ActivationFunction read(Reader& program) {
    return ActivationFunction(static_cast<Activation>(program.word(0, activation_count - 1, "activation")));
  }

  bool is(Activation activation) const { return activation_ == activation; }
  /** Whether `gradient` wants the arguments. */
  bool needs_arguments() const { return !is_vector_function(); }
  /** Whether a value depends on all of its row. */
  bool mixes_rows() const { return activation_ == Activation::softmax || activation_ == Activation::log_softmax; }

  /**
   * f(x) in place; the block's columns are a multiple of lane_pad, of which `columns` count.
   * @param arguments where x is kept, with the block's stride; null where it need not be
   */
  void apply(const Kernels&, const Block&, int columns, float* arguments) const;

  /** to = d f'(x), from y = f(x) and, where it needs them, the arguments with y's stride. `to` may be y or d. */
  void gradient(const Kernels&, const Block& y, const float* arguments, const Block& d, const Block& to, int columns) const;

 private:
  bool is_vector_function() const;
  VectorFunction vector_function() const;

  Activation activation_ = Activation::linear;
};

}  // namespace lockstep
