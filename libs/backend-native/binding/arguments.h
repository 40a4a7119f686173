#pragma once

#include <napi.h>

#include <cmath>
#include <optional>
#include <string>

#include "boundary.h"
#include "failure.h"

namespace lockstep::binding {

/** How messages call an argument; put together only when it is needed. */
struct ArgumentName {
  ArgumentName(const char* name) : name(name) {}  // NOLINT: names are written where arguments are
  ArgumentName(const char* list, size_t index) : name(list), index(index), is_element(true) {}

  std::string text() const { return is_element ? std::string(name) + "[" + std::to_string(index) + "]" : name; }

  const char* name;
  size_t index = 0;
  bool is_element = false;
};

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
  Element* data = nullptr;
  size_t length = 0;
};

struct ElementKind {
  napi_typedarray_type type;
  const char* expected;
};
template <class Element>
constexpr ElementKind kind_of{};
template <>
constexpr ElementKind kind_of<float>{napi_float32_array, ": expected a Float32Array"};
template <>
constexpr ElementKind kind_of<double>{napi_float64_array, ": expected a Float64Array"};
template <>
constexpr ElementKind kind_of<int32_t>{napi_int32_array, ": expected an Int32Array"};
template <>
constexpr ElementKind kind_of<uint32_t>{napi_uint32_array, ": expected a Uint32Array"};

/** @throws Failure naming the argument where it is none of that type, or its memory is shared */
template <class Element>
ArrayView<Element> typed_array(const Napi::Value& value, const ArgumentName& name) {
  const ElementKind& kind = kind_of<Element>;
  const std::optional<TypedMemory> memory = typed_memory(value);
  const bool is_kind = memory && memory->type == kind.type;
  if (is_kind && !memory->is_shared) return {static_cast<Element*>(memory->data), memory->length};
  throw Failure(FailureKind::wrong_value, name.text() + kind.expected + (is_kind ? shared_memory : ""));
}

/** @throws Failure unless it has exactly `expected` elements */
template <class Element>
Element* typed_array(const Napi::Value& value, const ArgumentName& name, size_t expected) {
  const ArrayView<Element> view = typed_array<Element>(value, name);
  if (view.length == expected) return view.data;
  throw Failure(FailureKind::wrong_length, name.text() + ": expected " + std::to_string(expected) + " values, got " +
                                               std::to_string(view.length));
}

/** @throws Failure naming the argument, where it is no whole number from `least` to `most` */
inline int64_t whole_number(double number, const ArgumentName& name, int64_t least, int64_t most) {
  if (number >= static_cast<double>(least) && number <= static_cast<double>(most)) {
    const int64_t whole = static_cast<int64_t>(number);
    if (static_cast<double>(whole) == number) return whole;
  }
  throw Failure(FailureKind::wrong_value, name.text() + ": expected a whole number from " + std::to_string(least) +
                                              " to " + std::to_string(most));
}
inline int64_t whole_number(const Napi::Value& value, const ArgumentName& name, int64_t least, int64_t most) {
  double number = NAN;
  if (napi_get_value_double(value.Env(), value, &number) != napi_ok) number = NAN;
  return whole_number(number, name, least, most);
}

inline bool flag(const Napi::Value& value, const ArgumentName& name) {
  if (value.IsBoolean()) return value.As<Napi::Boolean>().Value();
  throw Failure(FailureKind::wrong_value, name.text() + ": expected true or false");
}

inline Napi::Object object(const Napi::Value& value, const ArgumentName& name) {
  if (value.IsObject()) return value.As<Napi::Object>();
  throw Failure(FailureKind::wrong_value, name.text() + ": expected an object");
}

}  // namespace lockstep::binding
