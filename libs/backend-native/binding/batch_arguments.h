#pragma once

#include <napi.h>

#include <vector>

#include "graph/execution.h"

namespace lockstep::binding {

/** Sequences of JavaScript's, checked against the model. What they point to is good while the call lasts. */
struct BatchArguments {
  /** @throws Failure naming what does not fit @param micro_batches rows of each; they add up to batch.rows */
  BatchArguments(const Napi::Object& batch, const Model& model, const std::vector<int32_t>& micro_batches);

  BatchArguments(const BatchArguments&) = delete;
  BatchArguments& operator=(const BatchArguments&) = delete;

  Sequences sequences;

 private:
  void read_micro_batches(const std::vector<int32_t>& micro_batches, size_t rows);

  std::vector<int32_t> first_rows_;
  BatchRandomness random_{};
};

/** Most rows of a batch, and most time steps. */
constexpr int64_t max_count = int64_t{1} << 24;

}  // namespace lockstep::binding
