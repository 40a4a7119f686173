#pragma once

#include <napi.h>

#include <vector>

#include "graph/range_execution.h"

namespace lockstep::binding {

/** A range of JavaScript's with its arrays copied, so that it can be computed on another thread. Kept for the next one. */
class RangeArguments {
 public:
  /** purpose, rows, inputs, y, timeSteps, weights, mask, states, seed, step, sequences */
  static constexpr size_t count = 11;

  /** Reads as many arguments from `first` on. @throws Failure naming what does not fit */
  void read(const Napi::CallbackInfo& info, size_t first, const Model& model);

  const Range& range() const { return range_; }

 private:
  std::vector<int32_t> rows_;
  std::vector<int32_t> first_rows_;
  std::vector<std::vector<float>> inputs_;
  std::vector<float> mask_;
  std::vector<float> states_;
  std::vector<float> targets_;
  std::vector<float> weights_;
  std::vector<uint32_t> sequences_;
  BatchRandomness random_{};
  Range range_{};
};

}  // namespace lockstep::binding
