#pragma once

#include "graph/arena.h"
#include "graph/value.h"

namespace lockstep {

/** How the outputs of two directions become one; with none they stay apart. In the order of src/layers/bidirectional.ts. */
enum class DirectionMerge { concat, sum, mul, ave, none };

constexpr int direction_merge_count = 5;

/** What there is of the forward and of the backward layer, each in the order of time in which the layer has it. */
template <class Each>
struct Directions {
  Each forward;
  Each backward;
};

/** Number of outputs of a merge. */
constexpr int merged_outputs(DirectionMerge merge) { return merge == DirectionMerge::none ? 2 : 1; }

/**
 * Outputs in the forward layer's order of time, (steps, rows, features each): where there is time, that of the backward layer is
 * turned round. With a and b so: concat [a, b], sum a + b, mul a b, ave (a + b) / 2.
 * @param outputs (merged_outputs)
 */
void merge_directions(DirectionMerge, Arena&, int rows, const Directions<Value>& given, Value* outputs);

/**
 * The way back: d(loss)/d(output of each layer), in its own order of time.
 * @param given what was merged
 * @param gradients d(loss)/d(outputs), (merged_outputs), of which some may have no data
 */
Directions<Gradient> split_gradients(DirectionMerge, Arena&, int rows, const Directions<Value>& given, const Gradient* gradients);

}  // namespace lockstep
