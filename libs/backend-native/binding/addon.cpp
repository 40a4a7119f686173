#include <napi.h>

#include "kernels/available_kernels.h"
#include "native_model.h"
#include "numerics_version.h"
#include "range_model.h"
#include "testing/test_jobs.h"
#include "testing/test_numerics.h"
#include "testing/test_objective.h"
#include "thread_pool.h"
#include "vector_arithmetic.h"

namespace {

/** instructionSets(): string[], those that this machine can run, the fastest first. */
Napi::Value instruction_sets(const Napi::CallbackInfo& info) {
  Napi::Array names = Napi::Array::New(info.Env());
  uint32_t count = 0;
  for (const lockstep::Kernels* kernels : lockstep::available_kernels()) {
    names.Set(count++, Napi::String::New(info.Env(), kernels->name));
  }
  return names;
}

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("numericsVersion", Napi::String::New(env, lockstep::numerics_version));
  exports.Set("instructionSets", Napi::Function::New(env, instruction_sets, "instructionSets"));
  exports.Set("Model", lockstep::binding::NativeModel::define(env));
  exports.Set("RangeModel", lockstep::binding::RangeModel::define(env));
  exports.Set("operationNames", Napi::Function::New(env, lockstep::binding::operation_names, "operationNames"));
  exports.Set("VectorArithmetic", lockstep::binding::VectorArithmetic::define(env));
  exports.Set("ThreadPool", lockstep::binding::ThreadPool::define(env));
  Napi::Object testing = lockstep::binding::testing::test_jobs(env);
  lockstep::binding::testing::add_numerics(testing);
  lockstep::binding::testing::add_objective(testing);
  exports.Set("testing", testing);
  return exports;
}

}  // namespace

NODE_API_MODULE(lockstep_native, initialise)
