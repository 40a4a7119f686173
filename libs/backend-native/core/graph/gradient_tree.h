#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/touched_rows.h"

namespace lockstep {

/** One parameter tensor in the flat buffer. */
struct Parameter {
  /** Number of it in the model. */
  int index = 0;
  size_t offset = 0;
  size_t size = 0;
};

/** A parameter of which a micro-batch touches few rows. */
struct Table {
  Parameter parameter;
  /** Values of a row. */
  size_t width = 0;
};

/**
 * Sums the gradients of micro-batches as the canonical reduction tree does: node [i, i + 2k) = node [i, i + k) + node
 * [i + k, i + 2k), missing right parts skipped. Micro-batches come in ascending order, each parameter by itself, so
 * that there is never more to hold than one node of each size: micro-batch m, with as many nodes before it as m has
 * bits, ends the nodes that its trailing ones say.
 *
 * Of a table only rows that were touched are added. The bits are those of adding all: the others hold 0, and as sums
 * begin with 0 they are never -0, the only value that 0 would change. So a large vocabulary costs once for all
 * micro-batches together.
 */
class GradientTree {
 public:
  GradientTree(size_t parameter_count, size_t tensor_count);

  /**
   * Begins a sum over `micro_batches` of them.
   * @param sums where `finish` is to write them, if that is known: of as many micro-batches as a power of two, the last node is made there
   */
  void begin(int micro_batches, float* sums = nullptr);
  /** The micro-batches that layers number from 0 are, from now on, those from `first` on. */
  void set_first(int first) { first_ = first; }

  /** Where the gradient of micro-batch `index` is to be written, as a flat buffer of all parameters. */
  float* leaf(int index) { return values(leaf_height(index)); }
  /** That of this parameter has been written. */
  void add(int index, const Parameter& parameter);

  /**
   * A row of a table in the leaf of micro-batch `index`, which is to be added to: it begins with zeros.
   * @throws Failure where the parameter is known as a table of other rows
   */
  float* leaf_row(int index, const Table& table, int32_t row);
  /** All rows of it have been. */
  void add_rows(int index, const Table& table);

  /** Writes the sums, (parameter_count); zeros for what no layer gave a gradient. */
  void finish(const std::vector<Parameter>& parameters, float* sums) const;

 private:
  struct Node {
    /** Empty before it is wanted. */
    std::vector<float> values;
    /** By tensor: of tables, what of them is not zero. */
    std::vector<TouchedRows> touched;
  };

  /** In the place of a height: the right part that is being made. */
  static constexpr int right = -1;
  static constexpr int no_root = -2;

  void make_node(int height);
  /** @throws Failure where the parameter is known as a table of other rows */
  void know(const Table&);
  Node& node(int height) { return height == right ? right_ : levels_[static_cast<size_t>(height)]; }
  float* values(int height) { return height == root_ ? sums_ : node(height).values.data(); }
  int leaf_height(int index) const { return (first_ + index) % 2 == 0 ? 0 : right; }
  void clear_tables(Node& node) const;
  static void clear(const Table&, float* sums);
  void finish_dense(const Parameter&, float* to) const;
  void finish_table(const Table&, float* to) const;

  /** Adds the touched rows of a node to those of another one, and leaves zeros. */
  void pour(const Table&, int from, int to);

  size_t parameter_count_;
  int micro_batches_ = 0;
  int first_ = 0;
  /** Height of the node that is made in `sums_`. */
  int root_ = no_root;
  float* sums_ = nullptr;
  /** By height: the sum of 2^height micro-batches that waits for its right part. */
  std::vector<Node> levels_;
  /** The right part that is being made. */
  Node right_;
  /** By tensor: whether any gradient came. */
  std::vector<char> has_gradient_;
  /** By tensor; width 0: it is none. */
  std::vector<Table> tables_;
};

}  // namespace lockstep
