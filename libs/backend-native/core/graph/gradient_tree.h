#pragma once

#include <cstddef>
#include <vector>

namespace lockstep {

/** One parameter tensor in the flat buffer. */
struct Parameter {
  /** Number of it in the model. */
  int index = 0;
  size_t offset = 0;
  size_t size = 0;
};

/**
 * Sums the gradients of micro-batches as the canonical reduction tree does: node [i, i + 2k) = node [i, i + k) +
 * node [i + k, i + 2k), missing right parts skipped. Micro-batches come in ascending order, each parameter by itself, so that
 * there is never more to hold than one node of each size: micro-batch m, with as many nodes before it as m has bits, ends the
 * nodes that its trailing ones say.
 */
class GradientTree {
 public:
  GradientTree(size_t parameter_count, size_t tensor_count);

  /** Begins a sum over `micro_batches` of them. */
  void begin(int micro_batches);
  /** The micro-batches that layers number from 0 are, from now on, those from `first` on. */
  void set_first(int first) { first_ = first; }

  /** Where the gradient of micro-batch `index` is to be written, as a flat buffer of all parameters. */
  float* leaf(int index);
  /** That of this parameter has been written. */
  void add(int index, const Parameter& parameter);

  /** Writes the sums, (parameter_count); zeros for what no layer gave a gradient. */
  void finish(const std::vector<Parameter>& parameters, float* sums) const;

 private:
  size_t parameter_count_;
  int micro_batches_ = 0;
  int first_ = 0;
  /** By height: the sum of 2^height micro-batches that waits for its right part. */
  std::vector<std::vector<float>> levels_;
  /** The right part that is being made. */
  std::vector<float> right_;
  /** By tensor: whether any gradient came. */
  std::vector<char> has_gradient_;
};

}  // namespace lockstep
