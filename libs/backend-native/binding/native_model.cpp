#include "native_model.h"

#include "arguments.h"
#include "batch_arguments.h"
#include "flow_array.h"
#include "kernels/available_kernels.h"
#include "new_array.h"
#include "non_finite_place.h"
#include "read_program.h"
#include "threads/floating_point_environment.h"
#include "throw_failure.h"

namespace lockstep::binding {
namespace {

/** What synchronous calls are never told. */
const std::atomic<bool> never{false};

}  // namespace

Napi::Function NativeModel::define(Napi::Env env) {
  return define_class(env, {method<&NativeModel::set_parameters>("setParameters"),
                            method<&NativeModel::forward>("forward"),
                            method<&NativeModel::backward>("backward"),
                            method<&NativeModel::dispose>("dispose")});
}

NativeModel::NativeModel(const Napi::CallbackInfo& info) : Wrapped(info) {
  throwing_failures(info.Env(), [&] {
    const ProgramArguments program(info, 0);
    Reader reader = program.reader();
    model_ = Model::read(reader);
    reader.end();
    kernels_ = &kernels_named(info[3].ToString().Utf8Value());
    execution_ = std::make_unique<Execution>(model_, *kernels_);
    tree_ = std::make_unique<GradientTree>(model_->parameter_count, model_->parameters.size());
  });
}

Execution& NativeModel::execution() {
  if (execution_ == nullptr) throw Failure(FailureKind::not_ready, "the model was disposed of");
  if (parameters_.empty() && model_->parameter_count > 0 && weights_ == nullptr) {
    throw Failure(FailureKind::not_ready, "parameters: expected setParameters before computing, got none");
  }
  if (weights_ == nullptr) weights_ = std::make_unique<Weights>(*model_, *kernels_, parameters_.data());
  return *execution_;
}

Napi::Value NativeModel::set_parameters(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const Occupation occupation(is_busy_);
    if (execution_ == nullptr) throw Failure(FailureKind::not_ready, "the model was disposed of");
    const float* parameters = typed_array<float>(info[0], "parameters", model_->parameter_count);
    parameters_.assign(parameters, parameters + model_->parameter_count);
    weights_.reset();
    has_run_ = false;
    return info.Env().Undefined();
  });
}

Napi::Value NativeModel::forward(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return throwing_failures(env, [&]() -> Napi::Value {
    const Occupation occupation(is_busy_);
    const FloatingPointEnvironment environment;
    Execution& run = execution();
    const Napi::Object given = object(info[0], "batch");
    const int32_t rows = static_cast<int32_t>(whole_number(given.Get("rows"), "rows", 1, max_count));
    const BatchArguments batch(GivenBatch::of_object(given, model_->inputs.size()), *model_, {rows});
    Watch watch;
    const bool watches = flag(info[2], "watch");
    has_run_ = false;
    wants_flow_ = !info[3].IsUndefined() && flag(info[3], "gradientFlow");
    flow_.begin();
    run.forward(*weights_, batch.sequences, flag(info[1], "asLogits"), never, watches ? &watch : nullptr,
                wants_flow_ ? &flow_ : nullptr);
    has_run_ = true;
    const lockstep::Value& output = run.output();
    const size_t entries = static_cast<size_t>(rows) * static_cast<size_t>(output.steps);
    Napi::Float32Array values = new_array<Napi::Float32Array>(env, entries * static_cast<size_t>(output.features));
    run.copy_output(values.Data());
    const size_t state_values = static_cast<size_t>(rows) * static_cast<size_t>(model_->state_size);
    Napi::Float32Array states = new_array<Napi::Float32Array>(env, state_values);
    run.copy_states(states.Data());
    Napi::Object result = Napi::Object::New(env);
    result.Set("output", values);
    result.Set("states", states);
    result.Set("steps", output.steps);
    result.Set("timed", output.timed);
    if (output.mask != nullptr) {
      Napi::Float32Array mask = new_array<Napi::Float32Array>(env, entries);
      run.copy_output_mask(mask.Data());
      result.Set("mask", mask);
    }
    if (watch.has_found()) result.Set("nonFinite", place_of(env, watch.place()));
    return result;
  });
}

Napi::Value NativeModel::backward(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  return throwing_failures(env, [&]() -> Napi::Value {
    const Occupation occupation(is_busy_);
    const FloatingPointEnvironment environment;
    Execution& run = execution();
    if (!has_run_) throw Failure(FailureKind::not_ready, "backward: expected a forward before, got none");
    const lockstep::Value& output = run.output();
    const size_t rows = static_cast<size_t>(run.rows());
    const size_t expected = rows * static_cast<size_t>(output.steps) * static_cast<size_t>(output.features);
    const float* cotangent = typed_array<float>(info[0], "cotangent", expected);
    const bool input_gradients = flag(info[1], "inputGradients");
    Watch watch;
    // The way back writes over what the way forward left.
    has_run_ = false;
    tree_->begin(1);
    run.backward(cotangent, input_gradients, *tree_, never, flag(info[2], "watch") ? &watch : nullptr);
    Napi::Float32Array gradient = new_array<Napi::Float32Array>(env, model_->parameter_count);
    tree_->finish(model_->parameters, gradient.Data());
    Napi::Array of_inputs = Napi::Array::New(env);
    for (size_t i = 0; input_gradients && i < model_->inputs.size(); i++) {
      const lockstep::Value& input = run.input(i);
      const size_t size = rows * static_cast<size_t>(input.steps) * static_cast<size_t>(input.features);
      Napi::Float32Array values = new_array<Napi::Float32Array>(env, size);
      const bool has_one = run.copy_input_gradient(i, values.Data());
      of_inputs.Set(static_cast<uint32_t>(i), has_one ? values : env.Undefined());
    }
    Napi::Object result = Napi::Object::New(env);
    result.Set("gradient", gradient);
    result.Set("inputGradients", of_inputs);
    if (wants_flow_) result.Set("flow", flow_array(env, flow_.sums()));
    if (watch.has_found()) result.Set("nonFinite", place_of(env, watch.place()));
    return result;
  });
}

Napi::Value NativeModel::dispose(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const Occupation occupation(is_busy_);
    execution_.reset();
    tree_.reset();
    weights_.reset();
    parameters_ = std::vector<float>();
    return info.Env().Undefined();
  });
}

}  // namespace lockstep::binding
