#pragma once

#include "graph/value.h"

namespace lockstep {

/** (rows, steps, features) -> (steps, rows, features), `to` with rows of `to_stride` floats. */
inline void to_time_major(const float* from, int rows, int steps, int features, float* to, stride_t to_stride) {
  for (int row = 0; row < rows; row++) {
    for (int step = 0; step < steps; step++) {
      float* target = to + (static_cast<stride_t>(step) * rows + row) * to_stride;
      for (int j = 0; j < features; j++) target[j] = *from++;
    }
  }
}

/** (steps, rows, features) with rows of `stride` floats -> (rows, steps, features). */
inline void to_row_major(const float* from, stride_t stride, int rows, int steps, int features, float* to) {
  for (int row = 0; row < rows; row++) {
    for (int step = 0; step < steps; step++) {
      const float* source = from + (static_cast<stride_t>(step) * rows + row) * stride;
      for (int j = 0; j < features; j++) *to++ = source[j];
    }
  }
}

}  // namespace lockstep
