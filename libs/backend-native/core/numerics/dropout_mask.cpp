#include "numerics/dropout_mask.h"

#include <algorithm>
#include <cmath>

#include "numerics/philox.h"

namespace lockstep {

namespace {

/** randomPurpose.dropout of libs/numerics. */
constexpr uint32_t purpose_dropout = 4;
/** Substreams that each layer has for its masks. */
constexpr uint32_t masks_per_layer = 16;
constexpr size_t block_length = 4;

}  // namespace

void dropout_mask(const DropoutMaskKey& key, const uint32_t* sequences, size_t rows, double rate, size_t size,
                  float* out) {
  const float kept = static_cast<float>(1 / (1 - rate));
  // A word's upper 24 bits are a uniform number times 2^24: it is below the rate exactly where they are below this.
  const uint32_t border = static_cast<uint32_t>(std::ceil(rate * 0x1p24));
  const uint32_t substream = key.ordinal * masks_per_layer + key.mask;
  for (size_t row = 0; row < rows; row++) {
    float* values = out + row * size;
    for (size_t start = 0; start < size; start += block_length) {
      const numerics::PhiloxBlock counter = {
          {static_cast<uint32_t>(start / block_length), substream, key.step, sequences[row]}};
      const numerics::PhiloxBlock block = numerics::philox4x32(counter, key.seed, purpose_dropout);
      const size_t count = std::min(block_length, size - start);
      for (size_t i = 0; i < count; i++) values[start + i] = (block.words[i] >> 8) < border ? 0 : kept;
    }
  }
}

}  // namespace lockstep
