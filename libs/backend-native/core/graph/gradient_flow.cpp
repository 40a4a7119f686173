#include "graph/gradient_flow.h"

#include <string>
#include <utility>

#include "failure.h"

namespace lockstep {
namespace {

/** In eight sums that wait for each other in no way. */
double squares(const float* values, int count) {
  constexpr int lanes = 8;
  double sums[lanes] = {};
  int i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (int k = 0; k < lanes; k++) sums[k] += static_cast<double>(values[i + k]) * static_cast<double>(values[i + k]);
  }
  for (int k = 0; i < count; i++, k++) sums[k] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

void add(const std::vector<double>& right, std::vector<double>& left) {
  for (size_t i = 0; i < left.size(); i++) left[i] += right[i];
}

}  // namespace

void GradientFlow::begin() {
  layers_.clear();
  length_ = 0;
  nodes_.clear();
}

const GradientFlow::LayerSteps* GradientFlow::find(int layer) const {
  for (const LayerSteps& known : layers_) {
    if (known.layer == layer) return &known;
  }
  return nullptr;
}

void GradientFlow::expect(int layer, int steps) {
  const LayerSteps* known = find(layer);
  if (known == nullptr) {
    layers_.push_back({layer, steps, length_});
    length_ += static_cast<size_t>(steps);
    return;
  }
  if (known->steps != steps) {
    throw Failure(FailureKind::wrong_program, "program: expected layers with ordinals of their own, got two with " +
                                                  std::to_string(layer));
  }
}

void GradientFlow::begin_chunk(const Batch& batch) {
  micro_batches_ = batch.count;
  first_rows_ = batch.first_rows;
  leaves_.assign(static_cast<size_t>(micro_batches_) * length_, 0.0);
}

void GradientFlow::look(int layer, int step, int units, const float* gradient, stride_t stride) {
  const size_t at = find(layer)->offset + static_cast<size_t>(step);
  for (int m = 0; m < micro_batches_; m++) {
    double sum = 0;
    for (int row = first_rows_[m]; row < first_rows_[m + 1]; row++) sum += squares(gradient + row * stride, units);
    leaves_[static_cast<size_t>(m) * length_ + at] = sum;
  }
}

void GradientFlow::end_chunk() {
  for (int m = 0; m < micro_batches_; m++) {
    const auto first = leaves_.begin() + static_cast<std::ptrdiff_t>(static_cast<size_t>(m) * length_);
    push(std::vector<double>(first, first + static_cast<std::ptrdiff_t>(length_)));
  }
}

/** Nodes of one size are siblings, as micro-batches come in their order. */
void GradientFlow::push(std::vector<double> leaf) {
  nodes_.push_back({0, std::move(leaf)});
  while (nodes_.size() > 1 && nodes_[nodes_.size() - 2].height == nodes_.back().height) {
    Node& left = nodes_[nodes_.size() - 2];
    add(nodes_.back().sums, left.sums);
    left.height++;
    nodes_.pop_back();
  }
}

std::vector<double> GradientFlow::sums() const {
  if (nodes_.empty()) return {};
  std::vector<double> right = nodes_.back().sums;
  for (size_t i = nodes_.size() - 1; i-- > 0;) {
    std::vector<double> left = nodes_[i].sums;
    add(right, left);
    right = std::move(left);
  }
  return right;
}

}  // namespace lockstep
