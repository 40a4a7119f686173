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
    words_ = typed_array<int32_t>(info[first], "words");
    numbers_ = typed_array<double>(info[first + 1], "numbers");
  }

  Reader reader() const { return {words_.data, words_.length, numbers_.data, numbers_.length, strings_}; }

 private:
  static void check_types(const Napi::CallbackInfo& info, size_t first) {
    typed_array<int32_t>(info[first], "words");
    typed_array<double>(info[first + 1], "numbers");
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
