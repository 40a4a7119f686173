#include "vector_arithmetic.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "arithmetic/vector_program.h"
#include "kernels/available_kernels.h"
#include "read_program.h"
#include "thread_pool.h"
#include "throw_failure.h"

namespace lockstep::binding {
namespace {

/** What synchronous calls are never told. */
const std::atomic<bool> never{false};

OperandMemory memory_of(const Napi::Value& value, uint32_t index) {
  if (value.IsTypedArray()) {
    const Napi::TypedArray array = value.As<Napi::TypedArray>();
    switch (array.TypedArrayType()) {
      case napi_float32_array:
        return {ElementType::float32, value.As<Napi::Float32Array>().Data(), array.ElementLength()};
      case napi_float64_array:
        return {ElementType::float64, value.As<Napi::Float64Array>().Data(), array.ElementLength()};
      case napi_uint32_array:
        return {ElementType::uint32, value.As<Napi::Uint32Array>().Data(), array.ElementLength()};
      default:
        break;
    }
  }
  throw Failure(FailureKind::wrong_value, "vectors[" + std::to_string(index) +
                                              "]: expected a Float32Array, Float64Array or Uint32Array");
}

/** A program of JavaScript's, from argument `first` on, and the list of its vectors after it. */
VectorProgram program_of(const Napi::CallbackInfo& info, size_t first) {
  if (!info[first + 3].IsArray()) throw Failure(FailureKind::wrong_value, "vectors: expected an array");
  const Napi::Array list = info[first + 3].As<Napi::Array>();
  std::vector<OperandMemory> vectors;
  for (uint32_t i = 0; i < list.Length(); i++) vectors.push_back(memory_of(list.Get(i), i));
  const ProgramArguments arguments(info, first);
  Reader reader = arguments.reader();
  VectorProgram program = VectorProgram::read(reader, vectors);
  reader.end();
  return program;
}

class VectorJob : public PoolJob {
 public:
  VectorJob(VectorProgram program, const OperationTable& operations, const Napi::Value& vectors)
      : program_(std::move(program)), operations_(operations), vectors_(Napi::Persistent(vectors.As<Napi::Object>())) {}

  void run(const std::atomic<bool>& cancelled) override { program_.run(operations_, cancelled); }
  Napi::Value result(Napi::Env env) override { return env.Undefined(); }
  Napi::Value failure(Napi::Env env, const std::exception_ptr& error) override {
    try {
      std::rethrow_exception(error);
    } catch (const Failure& failure) {
      return error_of(env, failure).Value();
    }
  }

 private:
  const VectorProgram program_;
  const OperationTable& operations_;
  /** The list, which keeps their memory. */
  const Napi::ObjectReference vectors_;
};

}  // namespace

Napi::Value operation_names(const Napi::CallbackInfo& info) {
  const std::vector<OperationKind>& kinds = operation_kinds();
  Napi::Array names = Napi::Array::New(info.Env(), kinds.size());
  for (size_t code = 0; code < kinds.size(); code++) {
    names.Set(static_cast<uint32_t>(code), Napi::String::New(info.Env(), kinds[code].name));
  }
  return names;
}

Napi::Function VectorArithmetic::define(Napi::Env env) {
  return define_class(env, {method<&VectorArithmetic::run>("run"), method<&VectorArithmetic::submit>("submit")});
}

VectorArithmetic::VectorArithmetic(const Napi::CallbackInfo& info) : Wrapped(info) {
  throwing_failures(info.Env(), [&] { operations_ = &operations_named(kernels_named(info[0].ToString().Utf8Value()).name); });
}

Napi::Value VectorArithmetic::run(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    program_of(info, 0).run(*operations_, never);
    return info.Env().Undefined();
  });
}

Napi::Value VectorArithmetic::submit(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    ThreadPool& pool = ThreadPool::from(info[0], "pool");
    return pool.submit(std::make_unique<VectorJob>(program_of(info, 1), *operations_, info[4]));
  });
}

}  // namespace lockstep::binding
