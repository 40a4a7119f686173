#include "graph/gradient_tree.h"

#include <algorithm>

namespace lockstep {
namespace {

int height_of(int micro_batches) {
  int height = 0;
  while ((micro_batches >> height) > 1) height++;
  return height;
}

void sum(const float* left, const float* right, size_t count, float* to) {
  for (size_t i = 0; i < count; i++) to[i] = left[i] + right[i];
}

}  // namespace

GradientTree::GradientTree(size_t parameter_count, size_t tensor_count)
    : parameter_count_(parameter_count), has_gradient_(tensor_count) {}

void GradientTree::begin(int micro_batches) {
  micro_batches_ = micro_batches;
  first_ = 0;
  const size_t levels = static_cast<size_t>(height_of(micro_batches)) + 1;
  while (levels_.size() < levels) levels_.emplace_back(parameter_count_);
  if (micro_batches > 1) right_.resize(parameter_count_);
  std::fill(has_gradient_.begin(), has_gradient_.end(), char{0});
}

float* GradientTree::leaf(int index) { return (first_ + index) % 2 == 0 ? levels_[0].data() : right_.data(); }

void GradientTree::add(int index, const Parameter& parameter) {
  has_gradient_[static_cast<size_t>(parameter.index)] = 1;
  const size_t at = parameter.offset;
  float* right = right_.data() + at;
  for (int m = first_ + index, height = 0; m % 2 == 1; m /= 2, height++) {
    const bool is_last = (m / 2) % 2 == 0;
    const float* left = levels_[static_cast<size_t>(height)].data() + at;
    sum(left, right, parameter.size, is_last ? levels_[static_cast<size_t>(height) + 1].data() + at : right);
  }
}

void GradientTree::finish(const std::vector<Parameter>& parameters, float* sums) const {
  for (const Parameter& parameter : parameters) {
    float* to = sums + parameter.offset;
    if (has_gradient_[static_cast<size_t>(parameter.index)] == 0) {
      std::fill(to, to + parameter.size, 0.0f);
      continue;
    }
    bool is_first = true;
    for (int height = 0; (micro_batches_ >> height) > 0; height++) {
      if ((micro_batches_ >> height) % 2 == 0) continue;
      const float* node = levels_[static_cast<size_t>(height)].data() + parameter.offset;
      if (is_first) std::copy(node, node + parameter.size, to);
      else sum(node, to, parameter.size, to);
      is_first = false;
    }
  }
}

}  // namespace lockstep
