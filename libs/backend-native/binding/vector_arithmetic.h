#pragma once

#include <napi.h>

#include "arithmetic/operation_tables.h"
#include "boundary.h"

namespace lockstep::binding {

/** operationNames(): string[], by code. */
Napi::Value operation_names(const Napi::CallbackInfo& info);

/**
 * Vector operations of one instruction set, for JavaScript: `new VectorArithmetic(instructionSet)`,
 * `run(words, numbers, strings, vectors)`, `submit(pool, words, numbers, strings, vectors)`. The program is one of
 * VectorProgram's, without strings; its vectors are typed arrays, which are changed in place.
 */
class VectorArithmetic : public Wrapped<VectorArithmetic> {
 public:
  static constexpr const char* class_name = "VectorArithmetic";
  static Napi::Function define(Napi::Env env);
  explicit VectorArithmetic(const Napi::CallbackInfo& info);

 private:
  Napi::Value run(const Napi::CallbackInfo& info);
  Napi::Value submit(const Napi::CallbackInfo& info);

  const OperationTable* operations_ = nullptr;
};

}  // namespace lockstep::binding
