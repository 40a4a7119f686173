#pragma once

#include "graph/layer.h"

namespace lockstep {

/** One factor of a gradient, and the parameter that it is the gradient of. */
struct GradientFactor {
  /** (steps, rows, columns), or null for ones: the gradient of a bias. */
  const float* data;
  stride_t step;
  stride_t row;
  int columns;
  /** First element of the parameter's part, row i at + i * parameter_row. */
  size_t offset;
  stride_t parameter_row;
};

/** Factors side by side. */
struct GradientGroup {
  const GradientFactor* factors;
  int count;
};

/** d(loss)/d(sums) of some gates that lie side by side, and the groups of factors that their weights are multiplied with. */
struct GradientPart {
  int first_group;
  int group_count;
  /** Gate g, column j of (t, row) at b[t * b_step + row * b_row + g * padded(columns) + j]. */
  const float* b;
  stride_t b_step;
  stride_t b_row;
  int gates;
  /** Column of the first gate in the rows of the parameters, where gates stand side by side without padding. */
  size_t first_column = 0;
};

/** Of one weight gradient. */
constexpr int most_gradient_groups = 3;
constexpr int most_gradient_parts = 5;

/** d(loss)/d(weights) = sum over time steps and rows of factor^T b. */
struct WeightGradient {
  int steps;
  const GradientGroup* groups;
  int group_count;
  const GradientPart* parts;
  int part_count;
  /** Of a gate. */
  int columns;
};

/** Writes a micro-batch's gradients to its leaf of the tree; the caller adds the parameters. */
void write_weight_gradients(const BackwardCall&, const WeightGradient&, int micro_batch);

}  // namespace lockstep
