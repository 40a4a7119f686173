#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace lockstep::numerics {

/**
 * Whether no value is infinite or NaN. Those have all bits of their exponent set, so that a one added to its lowest bit carries
 * into the sign's place. There is no branch, and no sum that has an order, so that compilers make vectors of it.
 */
template <class Element>
bool all_finite(const Element* values, size_t count) {
  using Bits = std::conditional_t<sizeof(Element) == 4, uint32_t, uint64_t>;
  constexpr Bits sign = Bits{1} << (8 * sizeof(Bits) - 1);
  constexpr Bits lowest_of_exponent = Bits{1} << (sizeof(Element) == 4 ? 23 : 52);
  Bits carried = 0;
  for (size_t i = 0; i < count; i++) {
    Bits bits;
    std::memcpy(&bits, values + i, sizeof bits);
    carried |= (bits & ~sign) + lowest_of_exponent;
  }
  return (carried & sign) == 0;
}

}  // namespace lockstep::numerics
