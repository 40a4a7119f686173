#pragma once

#include <cstdint>
#include <cstring>
#include <limits>

#include "graph/layer.h"

namespace lockstep {

/**
 * A matrix that a layer makes, (rows, columns), rows padded as kernels want them. What it holds at first is anything.
 */
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

/** @throws Failure where rows of all time steps together are more than an int counts */
inline int checked_rows(int64_t rows) {
  if (rows <= std::numeric_limits<int>::max()) return static_cast<int>(rows);
  throw Failure(FailureKind::wrong_length,
                "values of a layer: expected fewer than 2^31 time steps together, got " + std::to_string(rows));
}

/** @throws Failure where there are more than 2^30 */
inline int checked_columns(int64_t columns) {
  if (columns <= 1 << 30) return static_cast<int>(columns);
  throw Failure(FailureKind::wrong_length,
                "values of a layer: expected at most 2^30 features, got " + std::to_string(columns));
}

/** Of the shape of a value of `steps` time steps. @throws Failure where it is too large to be counted */
inline Matrix new_matrix(const LayerCall& call, int64_t steps, int64_t features) {
  const int rows = checked_rows(steps * call.batch.rows);
  const int columns = checked_columns(features);
  const int stride = padded(columns);
  return {call.arena.floats(static_cast<size_t>(rows) * static_cast<size_t>(stride)), stride, rows, columns};
}

/** A matrix as the value that a layer makes of another one, with its time axis and its mask. */
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
