#pragma once

#include <napi.h>

#include <new>

#include "failure.h"

namespace lockstep::binding {

/** The code that JavaScript knows a kind of failure by. */
inline const char* code_of(FailureKind kind) {
  switch (kind) {
    case FailureKind::unsupported_model:
      return "unsupported-model";
    case FailureKind::wrong_length:
      return "wrong-length";
    case FailureKind::wrong_value:
      return "wrong-value";
    case FailureKind::not_ready:
      return "not-ready";
    case FailureKind::cancelled:
      return "cancelled";
    case FailureKind::wrong_program:
      return "wrong-program";
    case FailureKind::wrong_target:
      return "wrong-target";
  }
  return "unknown";
}

/** A failure of the core as JavaScript's error, with `code` and, where a number is part of the message, `value`. */
inline Napi::Error error_of(Napi::Env env, const Failure& failure) {
  Napi::Error error = Napi::Error::New(env, failure.what());
  error.Set("code", Napi::String::New(env, code_of(failure.kind)));
  if (failure.has_value) error.Set("value", Napi::Number::New(env, failure.value));
  return error;
}

constexpr const char* out_of_memory = "native: out of memory";

/** Calls into the core from a callback of JavaScript's. */
template <class Call>
auto throwing_failures(Napi::Env env, Call call) -> decltype(call()) {
  try {
    return call();
  } catch (const Failure& failure) {
    throw error_of(env, failure);
  } catch (const std::bad_alloc&) {
    throw Napi::Error::New(env, out_of_memory);
  }
}

}  // namespace lockstep::binding
