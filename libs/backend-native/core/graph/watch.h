#pragma once

#include <cmath>
#include <string>

#include "kernels/kernels.h"

namespace lockstep {

enum class Pass { forward, backward };

/** Where a computation first left the finite numbers. */
struct NonFinitePlace {
  const std::string* layer = nullptr;
  Pass pass = Pass::forward;
  int row = 0;
  /** -1 where the value has no time axis. */
  int time_step = -1;
  float value = 0;
};

/** Looks at values in the order of computation, and keeps the first that is not finite. */
class Watch {
 public:
  bool has_found() const { return place_.layer != nullptr; }
  const NonFinitePlace& place() const { return place_; }

  /** Looks at (rows, columns) of one time step. */
  void look(const std::string& layer, Pass pass, int time_step, int rows, int columns, const float* data, stride_t stride) {
    for (int row = 0; row < rows && !has_found(); row++) {
      for (int j = 0; j < columns && !has_found(); j++) {
        const float value = data[row * stride + j];
        if (!std::isfinite(value)) place_ = {&layer, pass, row, time_step, value};
      }
    }
  }

 private:
  NonFinitePlace place_;
};

}  // namespace lockstep
