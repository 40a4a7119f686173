#pragma once

#include <napi.h>

#include <optional>
#include <string>

#include "boundary.h"
#include "failure.h"

namespace lockstep::binding {

/** A typed array of JavaScript's, good until JavaScript runs again: that may give the memory away. */
struct TypedMemory {
  napi_typedarray_type type;
  void* data;
  /** Elements. */
  size_t length;
  /** Whether it is a SharedArrayBuffer, which another thread may change between a check and its use: it is refused. */
  bool is_shared;
};

/** @returns nothing where it is no typed array; one whose memory is gone has no elements */
inline std::optional<TypedMemory> typed_memory(const Napi::Value& value) {
  if (!value.IsTypedArray()) return std::nullopt;
  TypedMemory memory{};
  napi_value buffer;
  bool is_own = false;
  check(value.Env(), napi_get_typedarray_info(value.Env(), value, &memory.type, &memory.length, &memory.data, &buffer,
                                              nullptr));
  check(value.Env(), napi_is_arraybuffer(value.Env(), buffer, &is_own));
  memory.is_shared = !is_own;
  return memory;
}

constexpr const char* shared_memory = ", got one in shared memory";

/** A view of a typed array, good as long as TypedMemory is. */
template <class Element>
struct ArrayView {
  const Element* data = nullptr;
  size_t length = 0;
};

/** @param message what was expected @throws Failure with it, where this is none of that type */
template <class Element>
ArrayView<Element> typed_array(const Napi::Value& value, napi_typedarray_type type, const std::string& message) {
  const std::optional<TypedMemory> memory = typed_memory(value);
  if (!memory || memory->type != type) throw Failure(FailureKind::wrong_value, message);
  if (memory->is_shared) throw Failure(FailureKind::wrong_value, message + shared_memory);
  return {static_cast<const Element*>(memory->data), memory->length};
}

/** @throws Failure naming the argument where it is none, or its memory is shared */
inline ArrayView<float> float32_array(const Napi::Value& value, const std::string& name) {
  return typed_array<float>(value, napi_float32_array, name + ": expected a Float32Array");
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
