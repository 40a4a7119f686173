#include "graph/gradient_tree.h"

#include <algorithm>

#include "failure.h"

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
    : parameter_count_(parameter_count), has_gradient_(tensor_count), tables_(tensor_count) {}

void GradientTree::begin(int micro_batches) {
  micro_batches_ = micro_batches;
  first_ = 0;
  const size_t levels = static_cast<size_t>(height_of(micro_batches)) + 1;
  while (levels_.size() < levels) levels_.push_back(new_node());
  if (micro_batches > 1 && right_.values.empty()) right_ = new_node();
  for (Node& node : levels_) clear_tables(node);
  clear_tables(right_);
  std::fill(has_gradient_.begin(), has_gradient_.end(), char{0});
}

void GradientTree::clear_tables(Node& node) const {
  for (size_t tensor = 0; tensor < node.touched.size(); tensor++) {
    const Table& table = tables_[tensor];
    TouchedRows& touched = node.touched[tensor];
    for (const int32_t row : touched.rows()) {
      float* values = node.values.data() + table.parameter.offset + static_cast<size_t>(row) * table.width;
      std::fill(values, values + table.width, 0.0f);
    }
    touched.clear();
  }
}

void GradientTree::add(int index, const Parameter& parameter) {
  has_gradient_[static_cast<size_t>(parameter.index)] = 1;
  const size_t at = parameter.offset;
  float* right = right_.values.data() + at;
  for (int m = first_ + index, height = 0; m % 2 == 1; m /= 2, height++) {
    const bool is_last = (m / 2) % 2 == 0;
    const float* left = levels_[static_cast<size_t>(height)].values.data() + at;
    sum(left, right, parameter.size, is_last ? levels_[static_cast<size_t>(height) + 1].values.data() + at : right);
  }
}

float* GradientTree::leaf_row(int index, const Table& table, int32_t row) {
  const size_t tensor = static_cast<size_t>(table.parameter.index);
  if (tables_[tensor].width == 0) tables_[tensor] = table;
  if (tables_[tensor].width != table.width) {
    throw Failure(FailureKind::wrong_program, "program: expected layers that share a table to see the same rows of it");
  }
  Node& node = leaf_node(index);
  node.touched[tensor].touch(row);
  return node.values.data() + table.parameter.offset + static_cast<size_t>(row) * table.width;
}

void GradientTree::add_rows(int index, const Table& table) {
  has_gradient_[static_cast<size_t>(table.parameter.index)] = 1;
  for (int m = first_ + index, height = 0; m % 2 == 1; m /= 2, height++) {
    pour(table, levels_[static_cast<size_t>(height)], right_);
    if ((m / 2) % 2 == 0) pour(table, right_, levels_[static_cast<size_t>(height) + 1]);
  }
}

void GradientTree::pour(const Table& table, Node& from, Node& to) {
  const size_t tensor = static_cast<size_t>(table.parameter.index);
  for (const int32_t row : from.touched[tensor].rows()) {
    const size_t at = table.parameter.offset + static_cast<size_t>(row) * table.width;
    float* values = from.values.data() + at;
    sum(values, to.values.data() + at, table.width, to.values.data() + at);
    std::fill(values, values + table.width, 0.0f);
    to.touched[tensor].touch(row);
  }
  from.touched[tensor].clear();
}

void GradientTree::finish(const std::vector<Parameter>& parameters, float* sums) const {
  for (const Parameter& parameter : parameters) {
    const size_t tensor = static_cast<size_t>(parameter.index);
    float* to = sums + parameter.offset;
    const bool is_table = tables_[tensor].width > 0;
    if (is_table || has_gradient_[tensor] == 0) std::fill(to, to + parameter.size, 0.0f);
    if (has_gradient_[tensor] == 0) continue;
    if (is_table) finish_table(tables_[tensor], to);
    else finish_dense(parameter, to);
  }
}

void GradientTree::finish_dense(const Parameter& parameter, float* to) const {
  bool is_first = true;
  for (int height = 0; (micro_batches_ >> height) > 0; height++) {
    if ((micro_batches_ >> height) % 2 == 0) continue;
    const float* node = levels_[static_cast<size_t>(height)].values.data() + parameter.offset;
    if (is_first) std::copy(node, node + parameter.size, to);
    else sum(node, to, parameter.size, to);
    is_first = false;
  }
}

void GradientTree::finish_table(const Table& table, float* to) const {
  for (int height = 0; (micro_batches_ >> height) > 0; height++) {
    if ((micro_batches_ >> height) % 2 == 0) continue;
    const Node& node = levels_[static_cast<size_t>(height)];
    const float* values = node.values.data() + table.parameter.offset;
    for (const int32_t row : node.touched[static_cast<size_t>(table.parameter.index)].rows()) {
      const size_t at = static_cast<size_t>(row) * table.width;
      sum(values + at, to + at, table.width, to + at);
    }
  }
}

}  // namespace lockstep
