#include "layers/merge_rules.h"

#include <algorithm>

namespace lockstep {
namespace {

/** The sum of a row's values, from the first input on. */
void sum(const MergedRow& row) {
  std::fill(row.totals, row.totals + row.features, 0.0);
  for (int k = 0; k < row.count; k++) {
    for (int j = 0; j < row.features; j++) row.totals[j] += row.values[k][j];
  }
}

class Add : public MergeRule {
  void value(const MergedRow& row, float* out) const override {
    sum(row);
    for (int j = 0; j < row.features; j++) out[j] = static_cast<float>(row.totals[j]);
  }
  void gradient(const MergedRow& row, int, const float* d_out, float* d_in) const override {
    std::copy(d_out, d_out + row.features, d_in);
  }
  bool passes_gradients() const override { return true; }
};

class Subtract : public MergeRule {
  void value(const MergedRow& row, float* out) const override {
    for (int j = 0; j < row.features; j++) out[j] = row.values[0][j] - row.values[1][j];
  }
  void gradient(const MergedRow& row, int index, const float* d_out, float* d_in) const override {
    for (int j = 0; j < row.features; j++) d_in[j] = index == 0 ? d_out[j] : -d_out[j];
  }
};

class Average : public MergeRule {
  void value(const MergedRow& row, float* out) const override {
    sum(row);
    for (int j = 0; j < row.features; j++) out[j] = static_cast<float>(row.totals[j] / row.count);
  }
  void gradient(const MergedRow& row, int, const float* d_out, float* d_in) const override {
    const double share = 1.0 / row.count;
    for (int j = 0; j < row.features; j++) d_in[j] = static_cast<float>(d_out[j] * share);
  }
};

/** Masked values count as 1; where no input is used, and all have masks, the product is 0. */
class Multiply : public MergeRule {
  void value(const MergedRow& row, float* out) const override {
    product(row, -1);
    for (int j = 0; j < row.features; j++) out[j] = static_cast<float>(row.totals[j]);
  }
  void gradient(const MergedRow& row, int index, const float* d_out, float* d_in) const override {
    product(row, index);
    if (row.uses[index] == MaskUse::unused) std::fill(row.totals, row.totals + row.features, 0.0);
    for (int j = 0; j < row.features; j++) d_in[j] = static_cast<float>(d_out[j] * row.totals[j]);
  }

  static void product(const MergedRow& row, int except) {
    std::fill(row.totals, row.totals + row.features, is_unused(row) ? 0.0 : 1.0);
    if (is_unused(row)) return;
    for (int k = 0; k < row.count; k++) {
      if (k == except || row.uses[k] == MaskUse::unused) continue;
      for (int j = 0; j < row.features; j++) row.totals[j] *= row.values[k][j];
    }
  }
  static bool is_unused(const MergedRow& row) {
    return std::all_of(row.uses, row.uses + row.count, [](MaskUse use) { return use == MaskUse::unused; });
  }
};

/** The mask of two that give way to each other: none where either has none. */
MaskUse either(MaskUse a, MaskUse b) {
  if (a == MaskUse::no_mask || b == MaskUse::no_mask) return MaskUse::no_mask;
  return a == MaskUse::used || b == MaskUse::used ? MaskUse::used : MaskUse::unused;
}

struct Larger {
  static bool replaces(float value, float chosen) { return value > chosen; }
};

struct Smaller {
  static bool replaces(float value, float chosen) { return value < chosen; }
};

/**
 * One of the values, found by going through the inputs: a masked one gives way to the other one, and any to a NaN. Of
 * equal values the first has the gradient.
 */
template <class Order>
class Selection : public MergeRule {
  void value(const MergedRow& row, float* out) const override { choose(row, out); }
  void gradient(const MergedRow& row, int index, const float* d_out, float* d_in) const override {
    choose(row, d_in);
    for (int j = 0; j < row.features; j++) d_in[j] = d_out[j] * (row.choices[j] == index ? 1.0f : 0.0f);
  }

  static void choose(const MergedRow& row, float* chosen) {
    std::copy(row.values[0], row.values[0] + row.features, chosen);
    std::fill(row.choices, row.choices + row.features, 0);
    MaskUse use = row.uses[0];
    for (int k = 1; k < row.count; k++) {
      const bool takes_all = use == MaskUse::unused;
      const bool takes_none = row.uses[k] == MaskUse::unused;
      use = either(use, row.uses[k]);
      if (takes_none) continue;
      for (int j = 0; j < row.features; j++) {
        const float value = row.values[k][j];
        if (!takes_all && value == value && !Order::replaces(value, chosen[j])) continue;
        chosen[j] = value;
        row.choices[j] = k;
      }
    }
  }
};

const Add add;
const Subtract subtract;
const Multiply multiply;
const Average average;
const Selection<Larger> maximum;
const Selection<Smaller> minimum;
const MergeRule* const rules[merge_rule_count] = {&add, &subtract, &multiply, &average, &maximum, &minimum};

}  // namespace

const MergeRule& merge_rule(int number) { return *rules[number]; }

}  // namespace lockstep
