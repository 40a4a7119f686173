#pragma once

#include <cstdint>
#include <cstring>
#include <limits>

#include "graph/layer.h"

namespace lockstep {

/** A matrix that a layer makes, (rows, columns), rows padded as kernels want them. What it holds at first is anything. */
struct Matrix {
  float* data;
  stride_t stride;
  int rows;
  int columns;

  float* row(stride_t index) const { return data + index * stride; }
  /** As kernels see it. */
  Block block() const { return {rows, static_cast<int>(stride), data, stride}; }
  Gradient gradient() const { return {data, stride}; }
};

/** Floats of a matrix with padding. @throws Failure where rows or columns are more than an int counts */
inline size_t matrix_size(int64_t rows, int64_t columns) {
  constexpr int64_t most_columns = 1 << 30;
  if (rows <= std::numeric_limits<int>::max() && columns <= most_columns) {
    return static_cast<size_t>(rows) * static_cast<size_t>(padded(static_cast<int>(columns)));
  }
  throw Failure(FailureKind::wrong_length, "values of a layer: expected fewer than 2^31 rows of at most 2^30 columns, got " +
                                               std::to_string(rows) + " of " + std::to_string(columns));
}

/** Of the shape of a value of `steps` time steps. @throws Failure where it is too large to be counted */
inline Matrix new_matrix(const LayerCall& call, int64_t steps, int64_t features) {
  const int64_t rows = steps * call.batch.rows;
  float* data = call.arena.floats(matrix_size(rows, features));
  const int columns = static_cast<int>(features);
  return {data, padded(columns), static_cast<int>(rows), columns};
}

/** The same without a time axis, or with that of the value whose sizes it has. */
inline Value value_of(const Matrix& matrix, const Value& like) {
  return {matrix.data, matrix.stride, like.steps, matrix.columns, like.timed, like.mask};
}

/** A copy, padded. */
inline Matrix padded_copy(const LayerCall& call, const float* from, stride_t stride, int64_t steps, int64_t features) {
  const Matrix copy = new_matrix(call, steps, features);
  const size_t bytes = static_cast<size_t>(copy.columns) * sizeof(float);
  for (stride_t i = 0; i < copy.rows; i++) std::memcpy(copy.row(i), from + i * stride, bytes);
  return copy;
}

}  // namespace lockstep
