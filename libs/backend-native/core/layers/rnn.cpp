#include "layers/rnn.h"

#include <cstring>

namespace lockstep {
namespace {

/** Time steps of a mask in the opposite order, (steps, rows). */
const float* turned_mask(Arena& arena, const float* mask, int steps, int rows) {
  const size_t row = static_cast<size_t>(rows);
  float* turned = arena.floats(static_cast<size_t>(steps) * row);
  for (int step = 0; step < steps; step++) {
    std::memcpy(turned + static_cast<size_t>(steps - 1 - step) * row, mask + static_cast<size_t>(step) * row, row * sizeof(float));
  }
  return turned;
}

/** One output comes before the returned states. */
constexpr int own_outputs = 1;

/** As many as a job may have, and a bound on what is made of a program. */
constexpr int max_cells = 100;

}  // namespace

RnnLayer::RnnLayer(LayerPlace place, Reader& program, const InnerReader& read_inner)
    : Layer(std::move(place)), cells_(this->place, program.word(1, max_cells, "cells"), read_inner) {
  for (int i = 0; i + 1 < cells_.count(); i++) {
    if (cells_.options(i).return_sequences) continue;
    throw Failure(FailureKind::wrong_program,
                  "program: layer " + this->place.path + ": expected every time step of all cells but the last");
  }
}

void RnnLayer::check_ends(size_t inputs, size_t initial_states, size_t outputs) const {
  cells_.check_ends(place, own_outputs, inputs, initial_states, outputs);
}

const void* RnnLayer::pack(const Kernels& kernels, const float* parameters, Arena& arena) const {
  return cells_.pack(kernels, parameters, arena);
}

void RnnLayer::forward(ForwardCall& call) const {
  InnerTape* tapes = call.arena.array<InnerTape>(static_cast<size_t>(cells_.count()));
  call.tape = tapes;
  Value value = call.inputs[0];
  for (int i = 0; i < cells_.count(); i++) {
    value = cells_.forward(call, own_outputs, i, value, tapes[i]);
    // The output of a layer that goes backwards is in its order, but its mask in the input's, as in Keras.
    const bool is_last = i + 1 == cells_.count();
    if (!is_last && cells_.options(i).go_backwards && value.mask != nullptr) {
      value.mask = turned_mask(call.arena, value.mask, value.steps, call.batch.rows);
    }
  }
  if (value.timed) value.mask = call.inputs[0].mask;
  call.outputs[0] = value;
}

void RnnLayer::backward(BackwardCall& call) const {
  const InnerTape* tapes = static_cast<const InnerTape*>(call.tape);
  Gradient gradient = call.output_gradients[0];
  for (int i = cells_.count() - 1; i >= 0; i--) {
    gradient = cells_.backward(call, own_outputs, i, tapes[i], gradient, i > 0 || call.wanted[0]);
  }
  call.input_gradients[0] = gradient;
}

}  // namespace lockstep
