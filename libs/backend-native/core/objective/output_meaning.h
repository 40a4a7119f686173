#pragma once

namespace lockstep {

/** What the outputs of the last layer mean to a loss; see OutputMeaning of libs/objective. */
enum class OutputMeaning {
  /** Values before a sigmoid that the model applies: predictions are their sigmoid. */
  logits_of_sigmoid,
  /** Values before a softmax that the model applies along the last axis: predictions are their softmax. */
  logits_of_softmax,
  /** Raw values that the user declared logits: predictions are the logits themselves. */
  logits,
  predictions,
};

constexpr int output_meaning_count = 4;

}  // namespace lockstep
