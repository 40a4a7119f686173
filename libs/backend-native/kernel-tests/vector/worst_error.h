#pragma once

#include <cstddef>

#include "vector/reference.h"

namespace vector_tests {

/** The promise of elementary.inc. */
constexpr double most_units = 2.0;

/** The largest error so far, and where. */
struct WorstError {
  double units = 0.0;
  float argument = 0.0f;

  void include(const Reference& reference, const float* arguments, const float* results, std::size_t count);
  void include(const WorstError& other);
};

}  // namespace vector_tests
