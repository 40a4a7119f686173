#pragma once

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>

namespace objective_tests {

/** FNV-1a of 64 bits (Fowler, Noll and Vo) over the bytes of little-endian numbers. */
class Digest {
 public:
  template <class Number>
  void take(Number number) {
    // Processors have NaN of different signs.
    if (number != number) number = std::numeric_limits<Number>::quiet_NaN();
    unsigned char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    for (const unsigned char byte : bytes) digest_ = (digest_ ^ byte) * 0x100000001b3u;
  }

  template <class Number>
  void take(const Number* numbers, std::size_t count) {
    for (std::size_t i = 0; i < count; i++) take(numbers[i]);
  }

  /** Compared between processors by `make equal-bits`. */
  void print(const std::string& name) const { std::printf("digest %s %016" PRIx64 "\n", name.c_str(), digest_); }

  std::uint64_t value() const { return digest_; }

 private:
  std::uint64_t digest_ = 0xcbf29ce484222325u;
};

}  // namespace objective_tests
