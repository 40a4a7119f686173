#include "layers/weight_gradient.h"

#include <cstring>

namespace lockstep {
namespace {

FactorGroup group_of(const BackwardCall& call, const GradientGroup& group, int first_row) {
  OuterFactor* factors = call.arena.array<OuterFactor>(static_cast<size_t>(group.count));
  int columns = 0;
  for (int f = 0; f < group.count; f++) {
    const GradientFactor& factor = group.factors[f];
    const float* data = factor.data == nullptr ? nullptr : factor.data + first_row * factor.row;
    factors[f] = {data, factor.step, factor.row, factor.columns};
    columns += factor.columns;
  }
  return {factors, group.count, columns};
}

/** With room for its product. */
OuterPart part_of(const BackwardCall& call, const GradientPart& part, const FactorGroup* groups, int columns_of_gate,
                  int first_row) {
  int rows = 0;
  for (int g = 0; g < part.group_count; g++) rows += groups[part.first_group + g].columns;
  const int columns = part.gates * padded(columns_of_gate);
  const int row = spread_row(columns);
  float* product = call.arena.floats(static_cast<size_t>(rows) * static_cast<size_t>(row));
  return {part.first_group, part.group_count, part.b + first_row * part.b_row, part.b_step, part.b_row, columns, product, row};
}

/** Rows of a part's product into their place in the parameters, without the padding of gates. */
void unpad(const WeightGradient& at, const GradientPart& part, const OuterPart& outer, float* leaf) {
  const int gate = padded(at.columns);
  const float* product = outer.c;
  for (int g = part.first_group; g < part.first_group + part.group_count; g++) {
    for (int f = 0; f < at.groups[g].count; f++) {
      const GradientFactor& factor = at.groups[g].factors[f];
      float* to = leaf + factor.offset + part.first_column;
      for (int i = 0; i < factor.columns; i++, product += outer.c_row, to += factor.parameter_row) {
        for (int k = 0; k < part.gates; k++) {
          std::memcpy(to + k * at.columns, product + k * gate, static_cast<size_t>(at.columns) * sizeof(float));
        }
      }
    }
  }
}

}  // namespace

void write_weight_gradients(const BackwardCall& call, const WeightGradient& at, int micro_batch) {
  call.check_wanted();
  const Arena::Mark mark = call.arena.mark();
  const int first = call.batch.first_rows[micro_batch];
  const int rows = call.batch.first_rows[micro_batch + 1] - first;
  FactorGroup groups[most_gradient_groups];
  OuterPart parts[most_gradient_parts];
  for (int g = 0; g < at.group_count; g++) groups[g] = group_of(call, at.groups[g], first);
  for (int p = 0; p < at.part_count; p++) parts[p] = part_of(call, at.parts[p], groups, at.columns, first);
  float* scratch = call.arena.floats(call.kernels.outer_scratch(at.steps * rows, groups, at.group_count));
  call.kernels.outer({at.steps, rows, groups, at.group_count, parts, at.part_count, scratch});
  for (int p = 0; p < at.part_count; p++) unpad(at, at.parts[p], parts[p], call.tree.leaf(micro_batch));
  call.arena.release(mark);
}

}  // namespace lockstep
