#pragma once

#include <napi.h>

#include <vector>

#include "graph/execution.h"

namespace lockstep::binding {

/** What JavaScript says of sequences, taken before any memory is looked at: a getter may give memory away. */
struct GivenBatch {
  /** The properties of an object, but for the rows. @throws Failure naming what is no object */
  static GivenBatch of_object(const Napi::Object& batch, size_t input_count);

  /** Elements of a list. @throws Failure where it is none */
  void take_inputs(const Napi::Value& list, size_t input_count);

  std::vector<Napi::Value> inputs;
  Napi::Value time_steps;
  Napi::Value mask;
  Napi::Value states;
  /** Whether anything is; if not, the next three are not looked at. */
  bool is_random = false;
  Napi::Value seed;
  Napi::Value step;
  Napi::Value sequences;
};

/** Sequences of JavaScript's, checked against the model. What they point to is good while the call lasts. */
struct BatchArguments {
  /** @param micro_batches rows of each @throws Failure naming what does not fit */
  BatchArguments(const GivenBatch& batch, const Model& model, const std::vector<int32_t>& micro_batches);

  BatchArguments(const BatchArguments&) = delete;
  BatchArguments& operator=(const BatchArguments&) = delete;

  Sequences sequences;

 private:
  /** @returns the rows of all */
  size_t read_micro_batches(const std::vector<int32_t>& micro_batches);

  std::vector<int32_t> first_rows_;
  BatchRandomness random_{};
};

/** Most rows of a batch, and most time steps. */
constexpr int64_t max_count = int64_t{1} << 24;

}  // namespace lockstep::binding
