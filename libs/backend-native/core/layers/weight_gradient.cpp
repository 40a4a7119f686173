#include "layers/weight_gradient.h"

#include <cstring>

namespace lockstep {
namespace {

/** Rows of the product into their place in the parameters, without the padding of gates. */
void unpad(const WeightGradient& at, const float* product, stride_t product_row, float* leaf) {
  const int gate = padded(at.columns);
  for (int f = 0; f < at.factor_count; f++) {
    const GradientFactor& factor = at.factors[f];
    for (int i = 0; i < factor.columns; i++, product += product_row) {
      float* to = leaf + factor.offset + i * factor.parameter_row;
      for (int g = 0; g < at.gates; g++) {
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
  OuterFactor* factors = call.arena.array<OuterFactor>(static_cast<size_t>(at.factor_count));
  int all = 0;
  for (int f = 0; f < at.factor_count; f++) {
    const GradientFactor& factor = at.factors[f];
    const float* data = factor.data == nullptr ? nullptr : factor.data + first * factor.row;
    factors[f] = {data, factor.step, factor.row, factor.columns};
    all += factor.columns;
  }
  const int columns = at.gates * padded(at.columns);
  const int row = spread_row(columns);
  float* product = call.arena.floats(static_cast<size_t>(all) * static_cast<size_t>(row));
  float* scratch = call.arena.floats(call.kernels.outer_scratch(at.steps * rows, all));
  call.kernels.outer({at.steps, rows, factors, at.factor_count, at.b + first * at.b_row, at.b_step, at.b_row, columns, product,
                      row, scratch});
  unpad(at, product, row, call.tree.leaf(micro_batch));
  call.arena.release(mark);
}

}  // namespace lockstep
