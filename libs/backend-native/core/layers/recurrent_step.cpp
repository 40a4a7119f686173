#include "layers/recurrent_tape.h"

namespace lockstep {

int block_of(const Kernels& kernels, const RecurrentOptions& options) {
  const bool mixes = options.activation.mixes_rows() || options.gate_activation.mixes_rows();
  return mixes || options.width() < kernels.panel ? options.width() : kernels.panel;
}

int rows_of_pass(const RecurrentOptions& options) {
  constexpr int floats = 1024;
  const int rows = floats / (options.script().gates * options.width());
  return rows < 1 ? 1 : rows;
}

CellLanes lanes_at(const RecurrentOptions& options, const RecurrentTape& tape, int s, int unit, int columns) {
  const CellScript& script = options.script();
  CellLanes at{};
  at.rows = tape.rows;
  at.columns = columns;
  at.unit_row = options.unit_row();
  at.gate_row = tape.gate_row;
  at.gate = options.width();
  at.gates = tape.gates + tape.input_step(options, s) * tape.gate_step + unit;
  if (script.has_inside) at.inside = tape.inside + s * tape.state_step + unit;
  if (script.has_apart) at.apart = tape.apart + s * tape.state_step + unit;
  for (int k = 0; k < script.states; k++) {
    at.before[k] = tape.states[k] + s * tape.state_step + unit;
    at.after[k] = tape.states[k] + (s + 1) * tape.state_step + unit;
  }
  return at;
}

void apply_dropout(const float* mask, stride_t mask_row, const Value& from, int rows, float* to, stride_t to_row) {
  for (int t = 0; t < from.steps; t++) {
    for (int i = 0; i < rows; i++) {
      const float* values = from.data + (static_cast<stride_t>(t) * rows + i) * from.stride;
      float* out = to + (static_cast<stride_t>(t) * rows + i) * to_row;
      for (int j = 0; j < from.features; j++) out[j] = values[j] * mask[i * mask_row + j];
    }
  }
}

}  // namespace lockstep
