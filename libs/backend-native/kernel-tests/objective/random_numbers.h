#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace objective_tests {

/** xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016). */
class RandomNumbers {
 public:
  /** @param seed of streams that have little to do with each other */
  explicit RandomNumbers(std::uint64_t seed = 0) : state_(0x9E3779B97F4A7C15u + seed * 0xBF58476D1CE4E5B9u) {
    if (state_ == 0) state_ = 1;
    if (seed != 0) {
      for (int i = 0; i < 20; i++) word();
    }
  }

  std::uint32_t word() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::uint32_t>((state_ * 0x2545F4914F6CDD1Du) >> 32);
  }

  /** From 0 to n - 1. */
  std::uint32_t below(std::uint32_t n) { return word() % n; }

  float between(float low, float high) { return low + (high - low) * (static_cast<float>(word() >> 8) * 0x1p-24f); }

  std::vector<float> floats(std::size_t count, float low, float high) {
    std::vector<float> values;
    for (std::size_t i = 0; i < count; i++) values.push_back(between(low, high));
    return values;
  }

 private:
  std::uint64_t state_;
};

}  // namespace objective_tests
