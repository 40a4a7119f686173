// Nanoseconds for one value of exp, sigmoid and tanh, from the first-level cache.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "check/check.h"
#include "vector/available_sets.h"
#include "vector/reference.h"

namespace vector_tests {
namespace {

constexpr std::size_t values = 2048;

double nanoseconds_for_one(const Operation& operation) {
  using Clock = std::chrono::steady_clock;
  std::vector<float> arguments(values);
  std::vector<float> results(values);
  for (std::size_t i = 0; i < values; i++) arguments[i] = static_cast<float>(i) * (12.0f / values) - 6.0f;
  double least = 1e9;
  for (int repetition = 0; repetition < 2000; repetition++) {
    const Clock::time_point start = Clock::now();
    operation.run(arguments.data(), arguments.data(), arguments.data(), results.data(), values);
    const std::chrono::duration<double, std::nano> taken = Clock::now() - start;
    least = std::min(least, taken.count() / values);
  }
  return least;
}

}  // namespace

MEASUREMENT(elementary_functions) {
  for (const LaneSet* set : available_sets()) {
    for (int f = 0; f < elementary_count; f++) {
      std::printf("  %s on %s: %.3f ns\n", references[f].name, set->name, nanoseconds_for_one(set->operations[f]));
    }
  }
}

}  // namespace vector_tests
