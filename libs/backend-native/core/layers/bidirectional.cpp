#include "layers/bidirectional.h"

namespace lockstep {
namespace {

/** Of the forward and of the backward layer. */
struct BidirectionalTape {
  InnerTape layers[2];

  Directions<Value> outputs() const { return {layers[0].outputs[0], layers[1].outputs[0]}; }
};

/** Gradients of one input by both ways, as one. */
Gradient sum(Arena& arena, const Value& input, int rows, const Gradient& a, const Gradient& b) {
  if (a.data == nullptr) return b;
  if (b.data == nullptr) return a;
  const stride_t all = static_cast<stride_t>(input.steps) * rows;
  const stride_t stride = padded(input.features);
  float* data = arena.floats(static_cast<size_t>(all * stride));
  for (stride_t row = 0; row < all; row++) {
    const float* left = a.data + row * a.stride;
    const float* right = b.data + row * b.stride;
    float* to = data + row * stride;
    for (int j = 0; j < input.features; j++) to[j] = left[j] + right[j];
  }
  return {data, stride};
}

}  // namespace

BidirectionalLayer::BidirectionalLayer(LayerPlace place, Reader& program, const InnerReader& read_inner)
    : Layer(std::move(place)),
      merge_(static_cast<DirectionMerge>(program.word(0, direction_merge_count - 1, "mergeMode"))),
      layers_(this->place, 2, read_inner) {
  check_directions();
}

/** What is merged must be of one shape. */
void BidirectionalLayer::check_directions() const {
  const RecurrentOptions& forward = layers_.options(0);
  const RecurrentOptions& backward = layers_.options(1);
  const bool is_wide = merge_ == DirectionMerge::concat || merge_ == DirectionMerge::none;
  if (forward.return_sequences == backward.return_sequences && (is_wide || forward.units == backward.units)) return;
  throw Failure(FailureKind::wrong_program, "program: layer " + place.path + ": expected layers with outputs of one shape");
}

void BidirectionalLayer::check_ends(size_t inputs, size_t initial_states, size_t outputs) const {
  layers_.check_ends(place, static_cast<size_t>(merged_outputs(merge_)), inputs, initial_states, outputs);
}

const void* BidirectionalLayer::pack(const Kernels& kernels, const float* parameters, Arena& arena) const {
  return layers_.pack(kernels, parameters, arena);
}

void BidirectionalLayer::forward(ForwardCall& call) const {
  BidirectionalTape* tape = call.arena.make<BidirectionalTape>();
  call.tape = tape;
  for (int i = 0; i < 2; i++) layers_.forward(call, merged_outputs(merge_), i, call.inputs[0], tape->layers[i]);
  merge_directions(merge_, call.arena, call.batch.rows, tape->outputs(), call.outputs);
}

void BidirectionalLayer::backward(BackwardCall& call) const {
  const BidirectionalTape& tape = *static_cast<const BidirectionalTape*>(call.tape);
  const int rows = call.batch.rows;
  const int own = merged_outputs(merge_);
  const auto [of_forward, of_backward] = split_gradients(merge_, call.arena, rows, tape.outputs(), call.output_gradients);
  const bool wants_input = call.wanted[0];
  const Gradient by_forward = layers_.backward(call, own, 0, tape.layers[0], of_forward, wants_input);
  const Gradient by_backward = layers_.backward(call, own, 1, tape.layers[1], of_backward, wants_input);
  call.input_gradients[0] = sum(call.arena, call.inputs[0], rows, by_forward, by_backward);
}

}  // namespace lockstep
