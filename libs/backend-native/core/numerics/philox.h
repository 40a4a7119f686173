#pragma once

#include <cstdint>

namespace lockstep::numerics {

/** Four 32-bit words. */
struct PhiloxBlock {
  uint32_t words[4];
};

/**
 * Philox4x32-10, a counter-based generator: 128 random bits as a function of a counter and a key, with no state.
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
inline PhiloxBlock philox4x32(PhiloxBlock counter, uint32_t key0, uint32_t key1) {
  uint32_t c0 = counter.words[0], c1 = counter.words[1], c2 = counter.words[2], c3 = counter.words[3];
  for (int round = 0; round < 10; round++) {
    const uint64_t product0 = uint64_t{0xd2511f53} * c0;
    const uint64_t product1 = uint64_t{0xcd9e8d57} * c2;
    c0 = static_cast<uint32_t>(product1 >> 32) ^ c1 ^ key0;
    c1 = static_cast<uint32_t>(product1);
    c2 = static_cast<uint32_t>(product0 >> 32) ^ c3 ^ key1;
    c3 = static_cast<uint32_t>(product0);
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  return {{c0, c1, c2, c3}};
}

}  // namespace lockstep::numerics
