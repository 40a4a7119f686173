#include "range_model.h"

#include <algorithm>

#include "arguments.h"
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

Napi::Float32Array float32_of(Napi::Env env, const std::vector<float>& values) {
  Napi::Float32Array array = new_array<Napi::Float32Array>(env, values.size());
  std::copy(values.begin(), values.end(), array.Data());
  return array;
}

template <class Element>
bool all_finite(const std::vector<Element>& values) {
  return numerics::all_finite(values.data(), values.size());
}

/** One computation of a model on a pool's thread. */
class RangeJob : public PoolJob {
 public:
  RangeJob(OccupiedState occupied, bool locates) : occupied_(std::move(occupied)), locates_(locates) {}

  void run(const std::atomic<bool>& cancelled) override {
    if (locates_) occupied_.state->locate(cancelled);
    else occupied_.state->compute(cancelled);
  }

  Napi::Value result(Napi::Env env) override {
    return locates_ ? occupied_.state->place(env) : occupied_.state->result(env);
  }

 private:
  const OccupiedState occupied_;
  const bool locates_;
};

}  // namespace

const Weights& RangeState::packed() {
  if (!are_parameters_new) return *weights;
  if (weights == nullptr) weights = std::make_unique<Weights>(*model, *kernels, parameters.data());
  else weights->pack(*model, *kernels, parameters.data());
  are_parameters_new = false;
  return *weights;
}

void RangeState::compute(const std::atomic<bool>& cancelled) {
  const Range& range = arguments.range();
  const bool predicts = range.purpose == Purpose::predict;
  gradient.resize(range.purpose == Purpose::gradient ? model->parameter_count : 0);
  statistics.resize(predicts ? 0 : execution->objective().statistics_length());
  predictions.clear();
  states.resize(static_cast<size_t>(range.sequences.batch.rows) * static_cast<size_t>(model->state_size));
  execution->run(packed(), range, {gradient.data(), statistics.data(), &predictions, states.data()}, cancelled);
  is_finite = all_finite(gradient) && all_finite(statistics) && all_finite(predictions) && all_finite(states);
}

void RangeState::locate(const std::atomic<bool>& cancelled) {
  watch = Watch();
  execution->locate(packed(), arguments.range(), watch, cancelled);
}

Napi::Value RangeState::result(Napi::Env env) const {
  Napi::Float64Array sums = new_array<Napi::Float64Array>(env, statistics.size());
  std::copy(statistics.begin(), statistics.end(), sums.Data());
  Napi::Object result = Napi::Object::New(env);
  result.Set("gradient", float32_of(env, gradient));
  result.Set("statistics", sums);
  result.Set("predictions", float32_of(env, predictions));
  result.Set("states", float32_of(env, states));
  result.Set("isFinite", is_finite);
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
    const float* parameters = float32_array(info[0], "parameters", count);
    state.parameters.assign(parameters, parameters + count);
    state.are_parameters_new = true;
    return info.Env().Undefined();
  });
}

OccupiedState RangeModel::occupy() const {
  if (state_ == nullptr) throw Failure(FailureKind::not_ready, "the model was disposed of");
  return {state_, Occupation(state_->is_busy)};
}

OccupiedState RangeModel::begin(const Napi::CallbackInfo& info, size_t first) const {
  OccupiedState occupied = occupy();
  RangeState& state = *occupied.state;
  if (!state.are_parameters_new && state.weights == nullptr) {
    throw Failure(FailureKind::not_ready, "parameters: expected setParameters before computing, got none");
  }
  state.arguments.read(info[first], info[first + 1], object(info[first + 2], "batch"), *state.model);
  return occupied;
}

Napi::Value RangeModel::compute(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const FloatingPointEnvironment environment;
    const OccupiedState occupied = begin(info, 0);
    occupied.state->compute(never);
    return occupied.state->result(info.Env());
  });
}

Napi::Value RangeModel::submit(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    ThreadPool& pool = ThreadPool::from(info[0], "pool");
    return pool.submit(std::make_unique<RangeJob>(begin(info, 1), false));
  });
}

Napi::Value RangeModel::submit_locate(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    ThreadPool& pool = ThreadPool::from(info[0], "pool");
    return pool.submit(std::make_unique<RangeJob>(begin(info, 1), true));
  });
}

Napi::Value RangeModel::dispose(const Napi::CallbackInfo& info) {
  state_.reset();
  return info.Env().Undefined();
}

}  // namespace lockstep::binding
