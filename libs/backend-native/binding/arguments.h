#pragma once

#include <napi.h>

#include <string>

#include "failure.h"

namespace lockstep::binding {

/** A view of a typed array of JavaScript's, good while the call lasts. */
template <class Element>
struct ArrayView {
  const Element* data = nullptr;
  size_t length = 0;
};

/** @throws Failure naming the argument, where it is none, or its memory is shared or gone */
inline ArrayView<float> float32_array(const Napi::Value& value, const std::string& name) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float32_array) {
    throw Failure(FailureKind::wrong_value, name + ": expected a Float32Array");
  }
  const Napi::Float32Array array = value.As<Napi::Float32Array>();
  return {array.Data(), array.ElementLength()};
}

/** @throws Failure unless it has exactly `expected` elements */
inline const float* float32_array(const Napi::Value& value, const std::string& name, size_t expected) {
  const ArrayView<float> view = float32_array(value, name);
  if (view.length == expected) return view.data;
  throw Failure(FailureKind::wrong_length,
                name + ": expected " + std::to_string(expected) + " values, got " + std::to_string(view.length));
}

/** @throws Failure naming the argument, where it is no whole number from `least` to `most` */
inline int64_t whole_number(const Napi::Value& value, const std::string& name, int64_t least, int64_t most) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1.5;
  if (number >= static_cast<double>(least) && number <= static_cast<double>(most)) {
    const int64_t whole = static_cast<int64_t>(number);
    if (static_cast<double>(whole) == number) return whole;
  }
  throw Failure(FailureKind::wrong_value, name + ": expected a whole number from " + std::to_string(least) + " to " +
                                              std::to_string(most));
}

inline bool flag(const Napi::Value& value, const std::string& name) {
  if (value.IsBoolean()) return value.As<Napi::Boolean>().Value();
  throw Failure(FailureKind::wrong_value, name + ": expected true or false");
}

inline Napi::Object object(const Napi::Value& value, const std::string& name) {
  if (value.IsObject()) return value.As<Napi::Object>();
  throw Failure(FailureKind::wrong_value, name + ": expected an object");
}

}  // namespace lockstep::binding
