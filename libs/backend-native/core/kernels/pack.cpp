#include "kernels/pack.h"

namespace lockstep {
namespace {

/** Columns of a transpose that are read side by side: of rows that are apart by a power of two, the first-level cache keeps few. */
constexpr int columns_together = 4;

void pack_rows(const float* from, stride_t k_stride, int k, int count, int width, float* panel) {
  for (int p = 0; p < k; p++, from += k_stride, panel += width) {
    for (int j = 0; j < count; j++) panel[j] = from[j];
    for (int j = count; j < width; j++) panel[j] = 0;
  }
}

/** Where k lies together: a line of the cache of a few columns at a time, so that all of it is used while it is near. */
void pack_columns(const float* from, const PackSource& source, int k, int count, int width, float* panel) {
  for (int first = 0; first < k; first += lane_pad, from += lane_pad * source.k_stride, panel += lane_pad * width) {
    const int rows = k - first < lane_pad ? k - first : lane_pad;
    int j = 0;
    for (; j + columns_together <= count; j += columns_together) {
      const float* columns = from + j * source.column_stride;
      for (int p = 0; p < rows; p++, columns += source.k_stride) {
        for (int i = 0; i < columns_together; i++) panel[p * width + j + i] = columns[i * source.column_stride];
      }
    }
    for (; j < width; j++) {
      for (int p = 0; p < rows; p++) panel[p * width + j] = j < count ? from[j * source.column_stride + p * source.k_stride] : 0;
    }
  }
}

void pack_panel(const PackSource& source, int k, int first, int count, int width, float* panel) {
  const float* from = source.data + first * source.column_stride;
  if (source.column_stride == 1) pack_rows(from, source.k_stride, k, count, width, panel);
  else pack_columns(from, source, k, count, width, panel);
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
