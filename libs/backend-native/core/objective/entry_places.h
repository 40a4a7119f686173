#pragma once

#include <cstddef>

namespace lockstep {

/**
 * Where the entries of a batch begin: an entry is one vector along the last axis, and entry number `at` is entry at % per_row of
 * row at / per_row, whatever the order in memory. Strides are in floats.
 */
struct EntryPlaces {
  size_t per_row;
  std::ptrdiff_t row;
  std::ptrdiff_t entry;

  /** Of entries that stand one after the other, row by row. */
  static EntryPlaces dense(size_t per_row, size_t width) {
    const std::ptrdiff_t entry = static_cast<std::ptrdiff_t>(width);
    return {per_row, static_cast<std::ptrdiff_t>(per_row) * entry, entry};
  }

  std::ptrdiff_t operator()(size_t at) const {
    if (per_row == 1) return static_cast<std::ptrdiff_t>(at) * row;
    return static_cast<std::ptrdiff_t>(at / per_row) * row + static_cast<std::ptrdiff_t>(at % per_row) * entry;
  }
};

/** Entries that are only read. */
struct Entries {
  const float* first;
  EntryPlaces places;

  const float* operator[](size_t at) const { return first + places(at); }
};

}  // namespace lockstep
