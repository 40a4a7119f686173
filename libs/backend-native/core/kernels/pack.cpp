#include "kernels/pack.h"

namespace lockstep {
namespace {

float* pack_panel(const PackSource& source, int k, int first, int count, int width, float* panel) {
  for (int p = 0; p < k; p++, panel += width) {
    const float* row = source.data + p * source.k_stride + first * source.column_stride;
    for (int j = 0; j < count; j++) panel[j] = row[j * source.column_stride];
    for (int j = count; j < width; j++) panel[j] = 0;
  }
  return panel;
}

}  // namespace

void pack(const Kernels& kernels, const PackSource& source, int k, int groups, int columns, float* panels) {
  const int all = padded(columns);
  for (int group = 0; group < groups; group++) {
    for (int j = 0; j < all;) {
      const int width = all - j < kernels.panel ? lane_pad : kernels.panel;
      const int count = columns - j < width ? (columns - j < 0 ? 0 : columns - j) : width;
      panels = pack_panel(source, k, group * columns + j, count, width, panels);
      j += width;
    }
  }
}

}  // namespace lockstep
