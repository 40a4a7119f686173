#pragma once

#include "kernels/kernels.h"

namespace lockstep {

/**
 * What flows through the graph: a matrix of (steps * rows, features), time step by time step, so that a time step is a block of
 * rows. `steps` is 1 for values without a time axis.
 */
struct Value {
  const float* data = nullptr;
  /** Floats from one row to the next; at least features. What lies between is anything. */
  stride_t stride = 0;
  int steps = 0;
  int features = 0;
  /** Whether there is a time axis, be it of one step. */
  bool timed = false;
  /** Keras's mask that travels with the value, (steps * rows), 1 = use; null: all are used. */
  const float* mask = nullptr;
};

/** The gradient of a value: a matrix like its own; null data: nothing depends on the value, or nobody asked. */
struct Gradient {
  const float* data = nullptr;
  stride_t stride = 0;
};

}  // namespace lockstep
