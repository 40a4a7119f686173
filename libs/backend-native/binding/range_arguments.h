#pragma once

#include <napi.h>

#include <vector>

#include "graph/range_execution.h"

namespace lockstep::binding {

/** Whether a range outlives the call that brings it: then its arrays are copied. */
enum class Keep { in_call, beyond_call };

/** A range of JavaScript's. Its memory is kept for the next one. */
class RangeArguments {
 public:
  /** purpose, rows, inputs, y, timeSteps, weights, mask, states, seed, step, sequences, gradientFlow */
  static constexpr size_t count = 12;

  /** Reads as many arguments from `first` on. @throws Failure naming what does not fit */
  void read(const Napi::CallbackInfo& info, size_t first, const Model& model, Keep keep);

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
