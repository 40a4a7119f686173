#include "layers/weight_gradient.h"

#include <cstring>

namespace lockstep {
namespace {

/** Whether a part begins or ends at a factor. */
bool is_apart(const WeightGradient& at, int factor) {
  for (int p = 0; p < at.part_count; p++) {
    const int first = at.parts[p].first_factor;
    if (first == factor || first + at.parts[p].factor_count == factor) return true;
  }
  return false;
}

OuterFactor* factors_of(const BackwardCall& call, const WeightGradient& at, int first_row) {
  OuterFactor* factors = call.arena.array<OuterFactor>(static_cast<size_t>(at.factor_count));
  for (int f = 0; f < at.factor_count; f++) {
    const GradientFactor& factor = at.factors[f];
    const float* data = factor.data == nullptr ? nullptr : factor.data + first_row * factor.row;
    factors[f] = {data, factor.step, factor.row, factor.columns, is_apart(at, f)};
  }
  return factors;
}

/** With room for its product. */
OuterPart part_of(const BackwardCall& call, const WeightGradient& at, const GradientPart& part, int first_row) {
  int rows = 0;
  for (int f = 0; f < part.factor_count; f++) rows += at.factors[part.first_factor + f].columns;
  const int columns = part.gates * padded(at.columns);
  const int row = spread_row(columns);
  float* product = call.arena.floats(static_cast<size_t>(rows) * static_cast<size_t>(row));
  return {part.first_factor, part.factor_count, part.b + first_row * part.b_row, part.b_step, part.b_row, columns, product, row};
}

/** Rows of a part's product into their place in the parameters, without the padding of gates. */
void unpad(const WeightGradient& at, const GradientPart& part, const OuterPart& outer, float* leaf) {
  const int gate = padded(at.columns);
  const float* product = outer.c;
  for (int f = 0; f < part.factor_count; f++) {
    const GradientFactor& factor = at.factors[part.first_factor + f];
    for (int i = 0; i < factor.columns; i++, product += outer.c_row) {
      float* to = leaf + factor.offset + i * factor.parameter_row + part.first_column;
      for (int g = 0; g < part.gates; g++) {
        std::memcpy(to + g * at.columns, product + g * gate, static_cast<size_t>(at.columns) * sizeof(float));
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
  const OuterFactor* factors = factors_of(call, at, first);
  OuterPart* parts = call.arena.array<OuterPart>(static_cast<size_t>(at.part_count));
  for (int p = 0; p < at.part_count; p++) parts[p] = part_of(call, at, at.parts[p], first);
  float* scratch = call.arena.floats(call.kernels.outer_scratch(at.steps * rows, factors, at.factor_count));
  call.kernels.outer({at.steps, rows, factors, at.factor_count, parts, at.part_count, scratch});
  for (int p = 0; p < at.part_count; p++) unpad(at, at.parts[p], parts[p], call.tree.leaf(micro_batch));
  call.arena.release(mark);
}

}  // namespace lockstep
