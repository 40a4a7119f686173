#include "testing/test_numerics.h"

#include <map>
#include <string>

#include "arguments.h"
#include "boundary.h"
#include "numerics/activations.h"
#include "numerics/dropout_mask.h"
#include "numerics/elementary.h"
#include "numerics/philox.h"
#include "throw_failure.h"

namespace lockstep::binding::testing {

namespace {

using Unary = double (*)(double);

Unary function_named(const std::string& name) {
  static const std::map<std::string, Unary> functions = {
      {"erf", numerics::erf},         {"erfc", numerics::erfc},         {"exp", numerics::exp},
      {"expm1", numerics::expm1},     {"log", numerics::log},           {"log1p", numerics::log1p},
      {"sigmoid", numerics::sigmoid}, {"softplus", numerics::softplus}, {"tanh", numerics::tanh},
  };
  const auto found = functions.find(name);
  if (found == functions.end()) throw Failure(FailureKind::wrong_value, "name: expected a function, got " + name);
  return found->second;
}

/** evaluate(name, x: number): number */
Napi::Value evaluate(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const Unary function = function_named(info[0].ToString().Utf8Value());
    return Napi::Number::New(info.Env(), function(info[1].ToNumber().DoubleValue()));
  });
}

/** pow(x: number, y: number): number */
Napi::Value pow(const Napi::CallbackInfo& info) {
  const double x = info[0].ToNumber().DoubleValue();
  return Napi::Number::New(info.Env(), numerics::pow(x, info[1].ToNumber().DoubleValue()));
}

/** powInt(base: number, exponent: number): number */
Napi::Value pow_int(const Napi::CallbackInfo& info) {
  const double base = info[0].ToNumber().DoubleValue();
  return Napi::Number::New(info.Env(), numerics::pow_int(base, info[1].ToNumber().Int64Value()));
}

Activation activation_of(const Napi::Value& code) {
  return static_cast<Activation>(whole_number(code, "activation", 0, activation_count - 1));
}

/** activate(activation: number, z: Float32Array): Float32Array, of one row. */
Napi::Value activate_row(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const ArrayView<float> z = typed_array<float>(info[1], "z");
    Napi::Float32Array out = Napi::Float32Array::New(info.Env(), z.length);
    activate(activation_of(info[0]), z.data, out.Data(), z.length);
    return out;
  });
}

/** activationGradient(activation: number, z: Float32Array, dOut: Float32Array): Float32Array, of one row. */
Napi::Value activation_gradient_of_row(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const Activation activation = activation_of(info[0]);
    const ArrayView<float> z = typed_array<float>(info[1], "z");
    const float* d_out = typed_array<float>(info[2], "dOut", z.length);
    Napi::Float32Array out = Napi::Float32Array::New(info.Env(), z.length);
    Napi::Float32Array d_in = Napi::Float32Array::New(info.Env(), z.length);
    activate(activation, z.data, out.Data(), z.length);
    activation_gradient(activation, z.data, out.Data(), d_out, d_in.Data(), z.length);
    return d_in;
  });
}

uint32_t word_of(const Napi::Value& value, const char* name) {
  return static_cast<uint32_t>(whole_number(value, name, 0, 0xffffffff));
}

/** dropoutMask(seed, step, ordinal, mask, sequence, rate, size): Float32Array, of one row. */
Napi::Value dropout_mask_of_row(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    const DropoutMaskKey key = {word_of(info[0], "seed"), word_of(info[1], "step"), word_of(info[2], "ordinal"),
                                word_of(info[3], "mask")};
    const uint32_t sequence = word_of(info[4], "sequence");
    Napi::Float32Array out = Napi::Float32Array::New(info.Env(), word_of(info[6], "size"));
    dropout_mask(key, &sequence, 1, info[5].ToNumber().DoubleValue(), out.ElementLength(), out.Data());
    return out;
  });
}

}  // namespace

void add_numerics(Napi::Object& testing) {
  const Napi::Env env = testing.Env();
  testing.Set("evaluate", function<evaluate>(env, "evaluate"));
  testing.Set("pow", function<pow>(env, "pow"));
  testing.Set("powInt", function<pow_int>(env, "powInt"));
  testing.Set("activate", function<activate_row>(env, "activate"));
  testing.Set("activationGradient", function<activation_gradient_of_row>(env, "activationGradient"));
  testing.Set("dropoutMask", function<dropout_mask_of_row>(env, "dropoutMask"));
}

}  // namespace lockstep::binding::testing
