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

/** to = left + right; `to` may be either of them. */
void sum(const float* left, const float* right, size_t count, float* to) {
  for (size_t i = 0; i < count; i++) to[i] = left[i] + right[i];
}

}  // namespace

GradientTree::GradientTree(size_t parameter_count, size_t tensor_count)
    : parameter_count_(parameter_count), has_gradient_(tensor_count), tables_(tensor_count) {}

void GradientTree::make_node(int height) {
  Node& made = node(height);
  if (made.touched.empty()) made.touched.resize(tables_.size());
  if (height != root_ && made.values.empty()) made.values.resize(parameter_count_);
}

void GradientTree::begin(int micro_batches, float* sums) {
  micro_batches_ = micro_batches;
  first_ = 0;
  for (Node& node : levels_) clear_tables(node);
  clear_tables(right_);
  const int top = height_of(micro_batches);
  if (levels_.size() <= static_cast<size_t>(top)) levels_.resize(static_cast<size_t>(top) + 1);
  sums_ = sums;
  root_ = sums != nullptr && micro_batches == 1 << top ? top : no_root;
  for (int height = 0; height <= top; height++) make_node(height);
  if (micro_batches > 1) make_node(right);
  std::fill(has_gradient_.begin(), has_gradient_.end(), char{0});
  if (root_ == no_root) return;
  for (const Table& table : tables_) clear(table, sums_);
}

void GradientTree::clear(const Table& table, float* sums) {
  float* values = sums + table.parameter.offset;
  if (table.width > 0) std::fill(values, values + table.parameter.size, 0.0f);
}

void GradientTree::clear_tables(Node& node) const {
  for (size_t tensor = 0; tensor < node.touched.size(); tensor++) {
    const Table& table = tables_[tensor];
    TouchedRows& touched = node.touched[tensor];
    // Of a node that was made elsewhere, in the sums, nothing is here.
    if (node.values.empty()) touched.clear();
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
  for (int m = first_ + index, height = 0; m % 2 == 1; m /= 2, height++) {
    const bool is_last = (m / 2) % 2 == 0;
    const float* right_part = values(right) + at;
    sum(values(height) + at, right_part, parameter.size, values(is_last ? height + 1 : right) + at);
  }
}

void GradientTree::know(const Table& table) {
  Table& known = tables_[static_cast<size_t>(table.parameter.index)];
  if (known.width == 0) {
    known = table;
    if (root_ != no_root) clear(table, sums_);
  }
  if (known.width == table.width) return;
  throw Failure(FailureKind::wrong_program, "program: expected layers that share a table to see the same rows of it");
}

float* GradientTree::leaf_row(int index, const Table& table, int32_t row) {
  const size_t tensor = static_cast<size_t>(table.parameter.index);
  know(table);
  const int height = leaf_height(index);
  node(height).touched[tensor].touch(row);
  return values(height) + table.parameter.offset + static_cast<size_t>(row) * table.width;
}

void GradientTree::add_rows(int index, const Table& table) {
  know(table);
  has_gradient_[static_cast<size_t>(table.parameter.index)] = 1;
  for (int m = first_ + index, height = 0; m % 2 == 1; m /= 2, height++) {
    pour(table, height, right);
    if ((m / 2) % 2 == 0) pour(table, right, height + 1);
  }
}

void GradientTree::pour(const Table& table, int from, int to) {
  const size_t tensor = static_cast<size_t>(table.parameter.index);
  TouchedRows& touched = node(from).touched[tensor];
  for (const int32_t row : touched.rows()) {
    const size_t at = table.parameter.offset + static_cast<size_t>(row) * table.width;
    float* left = values(from) + at;
    sum(left, values(to) + at, table.width, values(to) + at);
    std::fill(left, left + table.width, 0.0f);
    node(to).touched[tensor].touch(row);
  }
  touched.clear();
}

void GradientTree::finish(const std::vector<Parameter>& parameters, float* sums) const {
  for (const Parameter& parameter : parameters) {
    const size_t tensor = static_cast<size_t>(parameter.index);
    float* to = sums + parameter.offset;
    const bool is_table = tables_[tensor].width > 0;
    const bool has_gradient = has_gradient_[tensor] != 0;
    if (root_ != no_root && has_gradient) continue;
    if (is_table || !has_gradient) std::fill(to, to + parameter.size, 0.0f);
    if (!has_gradient) continue;
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
