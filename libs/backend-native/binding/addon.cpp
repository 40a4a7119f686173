#include <napi.h>

#include "kernels/available_kernels.h"
#include "numerics_version.h"

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
  return exports;
}

}  // namespace

NODE_API_MODULE(lockstep_native, initialise)
