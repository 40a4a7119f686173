#include "range_model.h"

#include <algorithm>
#include <utility>

#include "arguments.h"
#include "flow_array.h"
#include "kernels/available_kernels.h"
#include "new_array.h"
#include "non_finite_place.h"
#include "numerics/all_finite.h"
#include "read_program.h"
#include "thread_pool.h"
#include "threads/floating_point_environment.h"
#include "throw_failure.h"

namespace lockstep::binding {
namespace {

const std::atomic<bool> never{false};

/** A range that a pool's thread computes; copied to JavaScript's arrays when it is there. */
class RangeJob : public PoolJob {
 public:
  RangeJob(OccupiedState occupied, const Napi::CallbackInfo& info, size_t first_output)
      : occupied_(std::move(occupied)), outputs_(info, first_output, occupied_.state->sizes()) {}

  void run(const std::atomic<bool>& cancelled) override { occupied_.state->compute(cancelled); }

  Napi::Value result(Napi::Env env) override {
    const RangeState& state = *occupied_.state;
    const RangeOutputs outputs = outputs_.open();
    std::copy(state.gradient.begin(), state.gradient.end(), outputs.gradient);
    std::copy(state.statistics.begin(), state.statistics.end(), outputs.statistics);
    std::copy(state.states.begin(), state.states.end(), outputs.states);
    return state.result(env);
  }

 private:
  const OccupiedState occupied_;
  const KeptRangeOutputs outputs_;
};

/** Looks for the first value of a range that is not finite, on a pool's thread. */
class LocatingJob : public PoolJob {
 public:
  explicit LocatingJob(OccupiedState occupied) : occupied_(std::move(occupied)) {}

  void run(const std::atomic<bool>& cancelled) override { occupied_.state->locate(cancelled); }
  Napi::Value result(Napi::Env env) override { return occupied_.state->place(env); }

 private:
  const OccupiedState occupied_;
};

}  // namespace

const Weights& RangeState::packed() {
  if (!are_parameters_new) return *weights;
  // Once they are being packed, they are not here any more.
  are_parameters_new = false;
  try {
    if (weights == nullptr) weights = std::make_unique<Weights>(*model, *kernels, parameters.data());
    else weights->pack(*model, *kernels, parameters);
  } catch (...) {
    weights.reset();
    throw;
  }
  return *weights;
}

RangeSizes RangeState::sizes() const {
  const Range& range = arguments.range();
  const size_t rows = static_cast<size_t>(range.sequences.batch.rows);
  return {range.purpose == Purpose::gradient ? model->parameter_count : 0,
          range.purpose == Purpose::predict ? 0 : execution->objective().statistics_length(),
          rows * static_cast<size_t>(model->state_size)};
}

void RangeState::compute(float* gradient_sum, double* statistics_sum, float* next_states,
                         const std::atomic<bool>& cancelled) {
  const RangeSizes lengths = sizes();
  predictions.clear();
  std::vector<double>* flow_sums = arguments.range().wants_flow ? &flow : nullptr;
  execution->run(packed(), arguments.range(), {gradient_sum, statistics_sum, &predictions, next_states, flow_sums}, cancelled);
  is_finite = numerics::all_finite(gradient_sum, lengths.gradient) &&
              numerics::all_finite(statistics_sum, lengths.statistics) &&
              numerics::all_finite(predictions.data(), predictions.size()) &&
              numerics::all_finite(next_states, lengths.states);
}

void RangeState::compute(const std::atomic<bool>& cancelled) {
  const RangeSizes lengths = sizes();
  gradient.resize(lengths.gradient);
  statistics.resize(lengths.statistics);
  states.resize(lengths.states);
  compute(gradient.data(), statistics.data(), states.data(), cancelled);
}

void RangeState::locate(const std::atomic<bool>& cancelled) {
  watch = Watch();
  execution->locate(packed(), arguments.range(), watch, cancelled);
}

Napi::Value RangeState::result(Napi::Env env) const {
  Napi::Object result = Napi::Object::New(env);
  result.Set("isFinite", is_finite);
  if (arguments.range().wants_flow) result.Set("flow", flow_array(env, flow));
  if (arguments.range().purpose != Purpose::predict) return result;
  Napi::Float32Array copy = new_array<Napi::Float32Array>(env, predictions.size());
  std::copy(predictions.begin(), predictions.end(), copy.Data());
  result.Set("predictions", copy);
  return result;
}

Napi::Value RangeState::place(Napi::Env env) const {
  return watch.has_found() ? place_of(env, watch.place()) : env.Undefined();
}

Napi::Function RangeModel::define(Napi::Env env) {
  return define_class(env, {method<&RangeModel::set_parameters>("setParameters"),
                            method<&RangeModel::compute>("compute"),
                            method<&RangeModel::submit>("submit"),
                            method<&RangeModel::submit_locate>("submitLocate"),
                            method<&RangeModel::dispose>("dispose")});
}

RangeModel::RangeModel(const Napi::CallbackInfo& info) : Wrapped(info) {
  throwing_failures(info.Env(), [&] {
    state_ = std::make_shared<RangeState>();
    const ProgramArguments program(info, 0);
    Reader reader = program.reader();
    state_->model = Model::read(reader);
    reader.end();
    const ProgramArguments objective_program(info, 3);
    Reader objective_reader = objective_program.reader();
    std::unique_ptr<Objective> objective = Objective::read(objective_reader);
    objective_reader.end();
    state_->kernels = &kernels_named(info[6].ToString().Utf8Value());
    state_->execution = std::make_unique<RangeExecution>(state_->model, *state_->kernels, std::move(objective));
  });
}

Napi::Value RangeModel::set_parameters(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const OccupiedState occupied = occupy();
    RangeState& state = *occupied.state;
    const size_t count = state.model->parameter_count;
    const float* parameters = typed_array<float>(info[0], "parameters", count);
    state.parameters.assign(parameters, parameters + count);
    state.are_parameters_new = true;
    return info.Env().Undefined();
  });
}

OccupiedState RangeModel::occupy() const {
  if (state_ == nullptr) throw Failure(FailureKind::not_ready, "the model was disposed of");
  return {state_, Occupation(state_->is_busy)};
}

OccupiedState RangeModel::begin(const Napi::CallbackInfo& info, size_t first, Keep keep) const {
  OccupiedState occupied = occupy();
  RangeState& state = *occupied.state;
  if (!state.are_parameters_new && state.weights == nullptr) {
    throw Failure(FailureKind::not_ready, "parameters: expected setParameters before computing, got none");
  }
  state.arguments.read(info, first, *state.model, keep);
  return occupied;
}

Napi::Value RangeModel::compute(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const FloatingPointEnvironment environment;
    const OccupiedState occupied = begin(info, 0, Keep::in_call);
    RangeState& state = *occupied.state;
    const RangeOutputs outputs(info, RangeArguments::count, state.sizes());
    state.compute(outputs.gradient, outputs.statistics, outputs.states, never);
    return state.result(info.Env());
  });
}

Napi::Value RangeModel::submit(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    ThreadPool& pool = ThreadPool::from(info[0], "pool");
    return pool.submit(std::make_unique<RangeJob>(begin(info, 1, Keep::beyond_call), info, 1 + RangeArguments::count));
  });
}

Napi::Value RangeModel::submit_locate(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    ThreadPool& pool = ThreadPool::from(info[0], "pool");
    return pool.submit(std::make_unique<LocatingJob>(begin(info, 1, Keep::beyond_call)));
  });
}

Napi::Value RangeModel::dispose(const Napi::CallbackInfo& info) {
  state_.reset();
  return info.Env().Undefined();
}

}  // namespace lockstep::binding
