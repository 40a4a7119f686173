#pragma once

#include <cstddef>
#include <cstdint>

namespace lockstep {

/** What random numbers a mask is made of. */
struct DropoutMaskKey {
  /** The job's seed. */
  uint32_t seed;
  /** Steps taken before. */
  uint32_t step;
  /** Of the layer's plan. */
  uint32_t ordinal;
  /** Which of the layer's masks, from 0 to 15. */
  uint32_t mask;
};

/**
 * A mask of inverted dropout, (rows, size): 1 / (1 - rate) for what is kept, 0 for what is dropped; as dropoutMask of
 * libs/backend. The values of a row depend on nothing but the key and its sequence, and the first ones not on how many
 * there are.
 * @param sequences index of each row's sequence in the training data, (rows)
 * @param rate share of the values that is dropped, from 0 to just below 1
 * @param size values of a row, at most 2^34
 */
void dropout_mask(const DropoutMaskKey& key, const uint32_t* sequences, size_t rows, double rate, size_t size, float* out);

}  // namespace lockstep
