#include <napi.h>

#include "boundary.h"
#include "kernels/available_kernels.h"
#include "native_model.h"
#include "numerics_version.h"
#include "range_model.h"
#include "testing/test_jobs.h"
#include "testing/test_numerics.h"
#include "testing/test_objective.h"
#include "testing/test_rounding.h"
#include "thread_pool.h"
#include "vector_arithmetic.h"

namespace lockstep::binding {

namespace {

/** instructionSets(): string[], those that this machine can run, the fastest first. */
Napi::Value instruction_sets(const Napi::CallbackInfo& info) {
  Napi::Array names = Napi::Array::New(info.Env());
  uint32_t count = 0;
  for (const Kernels* kernels : available_kernels()) {
    names.Set(count++, Napi::String::New(info.Env(), kernels->name));
  }
  return names;
}

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("numericsVersion", Napi::String::New(env, numerics_version));
  exports.Set("instructionSets", function<instruction_sets>(env, "instructionSets"));
  exports.Set("Model", NativeModel::define(env));
  exports.Set("RangeModel", RangeModel::define(env));
  exports.Set("operationNames", function<operation_names>(env, "operationNames"));
  exports.Set("VectorArithmetic", VectorArithmetic::define(env));
  exports.Set("ThreadPool", ThreadPool::define(env));
  Napi::Object tested = testing::test_jobs(env);
  testing::add_numerics(tested);
  testing::add_objective(tested);
  testing::add_rounding(tested);
  exports.Set("testing", tested);
  return exports;
}

}  // namespace

/** For each environment that loads the addon. */
napi_value exports_for(napi_env env, napi_value exports) noexcept {
  return at_boundary(env, [&]() -> napi_value { return initialise(env, Napi::Object(env, exports)); });
}

}  // namespace lockstep::binding

NAPI_MODULE_INIT() { return lockstep::binding::exports_for(env, exports); }
