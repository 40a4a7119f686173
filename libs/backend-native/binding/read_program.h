#pragma once

#include <napi.h>

#include <string>
#include <vector>

#include "arguments.h"
#include "program/reader.h"

namespace lockstep::binding {

/** A program of JavaScript's: three arguments from `first` on. To be read before JavaScript runs again. */
class ProgramArguments {
 public:
  /** @throws Failure naming the argument that is none of a program's */
  ProgramArguments(const Napi::CallbackInfo& info, size_t first) {
    check_types(info, first);
    // JavaScript that spells a string may do anything to the memory of the others, which is looked at afterwards.
    read_strings(info[first + 2].As<Napi::Array>());
    words_ = words_of(info[first]);
    numbers_ = numbers_of(info[first + 1]);
  }

  Reader reader() const { return {words_.data, words_.length, numbers_.data, numbers_.length, strings_}; }

 private:
  static ArrayView<int32_t> words_of(const Napi::Value& value) {
    return typed_array<int32_t>(value, napi_int32_array, "words: expected an Int32Array");
  }
  static ArrayView<double> numbers_of(const Napi::Value& value) {
    return typed_array<double>(value, napi_float64_array, "numbers: expected a Float64Array");
  }

  static void check_types(const Napi::CallbackInfo& info, size_t first) {
    words_of(info[first]);
    numbers_of(info[first + 1]);
    if (!info[first + 2].IsArray()) throw Failure(FailureKind::wrong_value, "strings: expected an array");
  }

  void read_strings(const Napi::Array& list) {
    const uint32_t length = list.Length();
    if (length > most_strings) {
      throw Failure(FailureKind::wrong_value, "strings: expected at most " + std::to_string(most_strings) + ", got " +
                                                  std::to_string(length));
    }
    for (uint32_t i = 0; i < length; i++) strings_.push_back(list.Get(i).ToString().Utf8Value());
  }

  /** A program names each layer and nothing else: far more than any has. */
  static constexpr uint32_t most_strings = 1 << 20;

  ArrayView<int32_t> words_;
  ArrayView<double> numbers_;
  std::vector<std::string> strings_;
};

}  // namespace lockstep::binding
