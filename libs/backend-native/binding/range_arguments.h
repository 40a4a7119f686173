#pragma once

#include <napi.h>

#include <vector>

#include "graph/range_execution.h"

namespace lockstep::binding {

/** A range of JavaScript's with its arrays copied, so that it can be computed on another thread. Kept for the next one. */
class RangeArguments {
 public:
  /** compute(purpose, rows, batch) @throws Failure naming what does not fit */
  void read(const Napi::Value& purpose, const Napi::Value& rows, const Napi::Object& batch, const Model& model);

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
