#pragma once

#include <cstdint>

namespace lockstep {

/** What random masks are keyed by, besides the layer and the mask. */
struct BatchRandomness {
  uint32_t seed;
  /** Steps taken before. */
  uint32_t step;
  /** Index of each row's sequence in the training data, (rows). */
  const uint32_t* sequences;
};

/** Sequences of some micro-batches, one below the other. */
struct Batch {
  /** Of all micro-batches together. */
  int rows;
  /** Number of micro-batches. */
  int count;
  /** First row of each, and behind them `rows`; (count + 1). */
  const int32_t* first_rows;
  /** Of all rows; null outside training. */
  const BatchRandomness* random;
};

}  // namespace lockstep
