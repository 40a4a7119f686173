#include "vector_arithmetic.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "arithmetic/vector_program.h"
#include "kernels/available_kernels.h"
#include "read_program.h"
#include "thread_pool.h"
#include "threads/floating_point_environment.h"
#include "throw_failure.h"

namespace lockstep::binding {
namespace {

/** What synchronous calls are never told. */
const std::atomic<bool> never{false};

OperandMemory memory_of(const Napi::Value& value, size_t index) {
  const std::optional<TypedMemory> memory = typed_memory(value);
  const bool is_shared = memory && memory->is_shared;
  if (memory && !is_shared) {
    switch (memory->type) {
      case napi_float32_array:
        return {ElementType::float32, memory->data, memory->length};
      case napi_float64_array:
        return {ElementType::float64, memory->data, memory->length};
      case napi_uint32_array:
        return {ElementType::uint32, memory->data, memory->length};
      default:
        break;
    }
  }
  throw Failure(FailureKind::wrong_value, "vectors[" + std::to_string(index) +
                                              "]: expected a Float32Array, Float64Array or Uint32Array" +
                                              (is_shared ? shared_memory : ""));
}

/** What is in JavaScript's list now. Getters of it, and of strings, may empty it or give memory away. */
std::vector<Napi::Value> vectors_in(const Napi::Value& value) {
  if (!value.IsArray()) throw Failure(FailureKind::wrong_value, "vectors: expected an array");
  const Napi::Array list = value.As<Napi::Array>();
  const uint32_t length = list.Length();
  std::vector<Napi::Value> vectors;
  for (uint32_t i = 0; i < length; i++) {
    vectors.push_back(list.Get(i));
    memory_of(vectors.back(), i);
  }
  return vectors;
}

/** A program of JavaScript's, and the vectors whose memory it is about. */
struct GivenProgram {
  /** From argument `first` on, with the list of the vectors after it. */
  GivenProgram(const Napi::CallbackInfo& info, size_t first) : vectors(vectors_in(info[first + 3])) {
    const ProgramArguments arguments(info, first);
    // From here on no JavaScript runs.
    std::vector<OperandMemory> memory;
    for (size_t i = 0; i < vectors.size(); i++) memory.push_back(memory_of(vectors[i], i));
    Reader reader = arguments.reader();
    program = VectorProgram::read(reader, memory);
    reader.end();
  }

  std::vector<Napi::Value> vectors;
  VectorProgram program;
};

class VectorJob : public PoolJob {
 public:
  VectorJob(GivenProgram given, const OperationTable& operations)
      : program_(std::move(given.program)), operations_(operations) {
    for (const Napi::Value& vector : given.vectors) vectors_.push_back(Napi::Persistent(vector.As<Napi::Object>()));
  }

  void run(const std::atomic<bool>& cancelled) override { program_.run(operations_, cancelled); }
  Napi::Value result(Napi::Env env) override { return env.Undefined(); }

 private:
  const VectorProgram program_;
  const OperationTable& operations_;
  /** Each by itself, which keeps its memory: the list is the caller's to change. */
  std::vector<Napi::ObjectReference> vectors_;
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
    const FloatingPointEnvironment environment;
    GivenProgram(info, 0).program.run(*operations_, never);
    return info.Env().Undefined();
  });
}

Napi::Value VectorArithmetic::submit(const Napi::CallbackInfo& info) {
  return throwing_failures(info.Env(), [&]() -> Napi::Value {
    ThreadPool& pool = ThreadPool::from(info[0], "pool");
    return pool.submit(std::make_unique<VectorJob>(GivenProgram(info, 1), *operations_));
  });
}

}  // namespace lockstep::binding
