#pragma once

#include <napi.h>

#include <memory>

#include "boundary.h"
#include "graph/range_execution.h"
#include "occupation.h"
#include "range_arguments.h"
#include "range_outputs.h"

namespace lockstep::binding {

/** What a RangeModel and the job that it has out work on together: never both at once. */
struct RangeState {
  const Kernels* kernels = nullptr;
  std::shared_ptr<const Model> model;
  std::unique_ptr<RangeExecution> execution;
  RangeArguments arguments;
  /** The newest parameters; packed by the next computation, off JavaScript's thread where that is. */
  std::vector<float> parameters;
  bool are_parameters_new = false;
  std::unique_ptr<Weights> weights;
  bool is_busy = false;

  /** What a pool's thread computes into: JavaScript may give its own memory away meanwhile. */
  std::vector<float> gradient;
  std::vector<double> statistics;
  std::vector<float> states;

  std::vector<float> predictions;
  std::vector<double> flow;
  /** Whether all that was computed is, but for the flow. */
  bool is_finite = false;
  Watch watch;

  /** Of what `arguments` has. */
  RangeSizes sizes() const;
  /** Computes what `arguments` has into memory of those sizes. @throws Failure */
  void compute(float* gradient, double* statistics, float* states, const std::atomic<bool>& cancelled);
  /** Computes it into the vectors. @throws Failure */
  void compute(const std::atomic<bool>& cancelled);
  void locate(const std::atomic<bool>& cancelled);
  /** { isFinite, predictions?, flow? } */
  Napi::Value result(Napi::Env env) const;
  Napi::Value place(Napi::Env env) const;

 private:
  const Weights& packed();
};

/** A state and the right to work on it; the model may be disposed of meanwhile. */
struct OccupiedState {
  std::shared_ptr<RangeState> state;
  Occupation occupation;
};

/**
 * A model with its objective, that computes ranges of micro-batches: here and now, or on a pool's threads. `new RangeModel(words,
 * numbers, strings, objectiveWords, objectiveNumbers, objectiveStrings, instructionSet)`; see src/addon/addon.ts.
 */
class RangeModel : public Wrapped<RangeModel> {
 public:
  static constexpr const char* class_name = "RangeModel";
  static Napi::Function define(Napi::Env env);
  explicit RangeModel(const Napi::CallbackInfo& info);

 private:
  Napi::Value set_parameters(const Napi::CallbackInfo& info);
  Napi::Value compute(const Napi::CallbackInfo& info);
  Napi::Value submit(const Napi::CallbackInfo& info);
  Napi::Value submit_locate(const Napi::CallbackInfo& info);
  Napi::Value dispose(const Napi::CallbackInfo& info);

  /** @throws Failure where the model was disposed of, or computes already */
  OccupiedState occupy() const;
  /** Reads a range from the arguments from `first` on. @throws Failure where it computes already, or cannot */
  OccupiedState begin(const Napi::CallbackInfo& info, size_t first, Keep keep) const;

  std::shared_ptr<RangeState> state_;
};

}  // namespace lockstep::binding
