#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "failure.h"

namespace lockstep {

/**
 * Reads a program: what TypeScript wrote of a plan, as words, numbers and strings in one order. Every read is checked
 * against what is left and against the range that its reader names; a program that does not fit is refused.
 */
class Reader {
 public:
  Reader(const int32_t* words, size_t word_count, const double* numbers, size_t number_count,
         const std::vector<std::string>& strings)
      : words_(words), words_left_(word_count), numbers_(numbers), numbers_left_(number_count), strings_(strings) {}

  /** The next word. @throws Failure where it is not within [least, most], or there is none */
  int32_t word(int32_t least, int32_t most, const char* name) {
    if (words_left_ == 0) throw wrong(name, "a further word", "the end");
    const int32_t word = *words_++;
    words_left_--;
    if (word < least || word > most) {
      throw wrong(name, std::to_string(least) + " to " + std::to_string(most), std::to_string(word));
    }
    return word;
  }

  bool flag(const char* name) { return word(0, 1, name) == 1; }

  /** A number of elements, of at least one. */
  int32_t size(const char* name) { return word(1, max_size, name); }

  /** The length of a list, of whose items each has a word at least. */
  int32_t length(const char* name) {
    return word(0, static_cast<int32_t>(words_left_ < max_length ? words_left_ : max_length), name);
  }

  std::vector<int32_t> words(int32_t least, int32_t most, const char* name) {
    const int32_t count = length(name);
    std::vector<int32_t> list;
    list.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; i++) list.push_back(word(least, most, name));
    return list;
  }

  double number(const char* name) {
    if (numbers_left_ == 0) throw wrong(name, "a further number", "the end");
    numbers_left_--;
    return *numbers_++;
  }

  /** A share of at least 0 and less than 1. */
  double rate(const char* name) {
    const double rate = number(name);
    if (rate >= 0 && rate < 1) return rate;
    throw wrong(name, "from 0 to less than 1", std::to_string(rate));
  }

  const std::string& string(const char* name) {
    return strings_[static_cast<size_t>(word(0, static_cast<int32_t>(strings_.size()) - 1, name))];
  }

  /** @throws Failure where something is left over */
  void end() const {
    if (words_left_ != 0) throw wrong("program", "the end", std::to_string(words_left_) + " words more");
    if (numbers_left_ != 0) throw wrong("program", "the end", std::to_string(numbers_left_) + " numbers more");
  }

  static Failure wrong(const std::string& name, const std::string& expected, const std::string& got) {
    return {FailureKind::wrong_program, "program: " + name + ": expected " + expected + ", got " + got};
  }

 private:
  /** A bound on every size, so that products of a few of them stay far below 2^63. */
  static constexpr int32_t max_size = 1 << 30;
  static constexpr size_t max_length = 1 << 20;

  const int32_t* words_;
  size_t words_left_;
  const double* numbers_;
  size_t numbers_left_;
  const std::vector<std::string>& strings_;
};

}  // namespace lockstep
