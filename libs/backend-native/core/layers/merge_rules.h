#pragma once

#include <cstdint>

namespace lockstep {

/** What an input's mask says of a row. */
enum class MaskUse : char { no_mask, unused, used };

/** One row of each input of a merging layer. */
struct MergedRow {
  int count;
  int features;
  /** By input, (features). */
  const float* const* values;
  const MaskUse* uses;
  /** Room of (features) each. */
  double* totals;
  int32_t* choices;
};

/** An elementwise merge, in double. Numbered as in src/layers/merge.ts. */
class MergeRule {
 public:
  virtual ~MergeRule() = default;
  virtual void value(const MergedRow&, float* out) const = 0;
  /** d(loss)/d(values of input `index`) from d(loss)/d(out). */
  virtual void gradient(const MergedRow&, int index, const float* d_out, float* d_in) const = 0;
  /** Whether every input's gradient is that of the output. */
  virtual bool passes_gradients() const { return false; }
};

constexpr int merge_rule_count = 6;

/** Add, Subtract, Multiply, Average, Maximum, Minimum. */
const MergeRule& merge_rule(int number);

}  // namespace lockstep
