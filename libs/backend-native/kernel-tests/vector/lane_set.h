#pragma once

#include <cstddef>

namespace vector_tests {

/** An operation of Vec, or a function over it, applied to arrays lane by lane. */
struct Operation {
  const char* name;
  /** out[i] = f(a[i], b[i], c[i]) of as many as it takes, `count` a multiple of 16. */
  void (*run)(const float* a, const float* b, const float* c, float* out, std::size_t count);
};

/** One vec_*.h, compiled with the flags of its instruction set. Every set has the same operations in the same order. */
struct LaneSet {
  const char* name;
  int width;
  const Operation* operations;
  int operation_count;
};

/** Places in LaneSet::operations of the elementary functions, which are the first. */
enum OperationIndex { exp_index, sigmoid_index, tanh_index, elementary_count };

}  // namespace vector_tests
