#pragma once

#include "kernels/kernels.h"

namespace lockstep {

/** Where the elements of a factor B come from, before it is packed: element (k, j) at data[k * k_stride + j * column_stride]. */
struct PackSource {
  const float* data;
  stride_t k_stride;
  stride_t column_stride;
};

/** Floats of B packed: k rows of `groups` groups of `columns` each, every group padded. */
inline size_t packed_floats(int k, int groups, int columns) {
  return static_cast<size_t>(k) * static_cast<size_t>(groups) * static_cast<size_t>(padded(columns));
}

/**
 * Packs B in panels, for Product: group by group (a group is a gate), panels of kernels.panel columns, the last one of a group of
 * lane_pad where no more is left; in each panel k rows one after the other. Columns that only pad are zero. Group g begins at
 * g * k * padded(columns), the panel of its column j at j * k further.
 */
void pack(const Kernels& kernels, const PackSource& source, int k, int groups, int columns, float* panels);

}  // namespace lockstep
