#include "kernels/pack.h"

namespace lockstep {
namespace {

void pack_panel(const PackSource& source, int k, int first, int count, int width, float* panel) {
  const float* from = source.data + first * source.column_stride;
  if (source.column_stride == 1) {
    for (int p = 0; p < k; p++, from += source.k_stride, panel += width) {
      for (int j = 0; j < count; j++) panel[j] = from[j];
      for (int j = count; j < width; j++) panel[j] = 0;
    }
    return;
  }
  // Of a transpose the columns lie together.
  for (int j = 0; j < width; j++, from += source.column_stride) {
    for (stride_t p = 0; p < k; p++) panel[p * width + j] = j < count ? from[p * source.k_stride] : 0;
  }
}

}  // namespace

void pack(const Kernels& kernels, const PackSource& source, int k, int groups, int columns, float* panels) {
  const int all = padded(columns);
  for (int group = 0; group < groups; group++) {
    for (int j = 0; j < all;) {
      const int width = all - j < kernels.panel ? lane_pad : kernels.panel;
      const int count = columns - j < width ? (columns - j < 0 ? 0 : columns - j) : width;
      pack_panel(source, k, group * columns + j, count, width, panels);
      panels += static_cast<stride_t>(k) * width;
      j += width;
    }
  }
}

}  // namespace lockstep
