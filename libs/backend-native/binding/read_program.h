#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "failure.h"
#include "program/reader.h"

namespace lockstep::binding {

/** A program of JavaScript's: three arguments from `first` on. */
class ProgramArguments {
 public:
  ProgramArguments(const Napi::CallbackInfo& info, size_t first) {
    words_ = typed<Napi::Int32Array>(info[first], napi_int32_array, "words: expected an Int32Array");
    numbers_ = typed<Napi::Float64Array>(info[first + 1], napi_float64_array, "numbers: expected a Float64Array");
    if (!info[first + 2].IsArray()) throw Failure(FailureKind::wrong_value, "strings: expected an array");
    const Napi::Array list = info[first + 2].As<Napi::Array>();
    for (uint32_t i = 0; i < list.Length(); i++) strings_.push_back(list.Get(i).ToString().Utf8Value());
  }

  Reader reader() const {
    return {words_.Data(), words_.ElementLength(), numbers_.Data(), numbers_.ElementLength(), strings_};
  }

 private:
  template <class Array>
  static Array typed(const Napi::Value& value, napi_typedarray_type type, const char* message) {
    if (value.IsTypedArray() && value.As<Napi::TypedArray>().TypedArrayType() == type) return value.As<Array>();
    throw Failure(FailureKind::wrong_value, message);
  }

  Napi::Int32Array words_;
  Napi::Float64Array numbers_;
  std::vector<std::string> strings_;
};

}  // namespace lockstep::binding
