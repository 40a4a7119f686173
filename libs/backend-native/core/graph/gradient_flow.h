#pragma once

#include <cstddef>
#include <vector>

#include "graph/batch.h"
#include "kernels/kernels.h"

namespace lockstep {

/**
 * How large d(loss)/dh_t is in each recurrent layer: the sum of its squares over sequences and units, for each time step of
 * the layer's input, h_t being its state after that step. In double, a micro-batch by itself, then in the canonical tree:
 * the same bits for any company and instruction set, as a float's square is exact. Layers follow each other as in the model.
 */
class GradientFlow {
 public:
  /** Begins the sums of a range of micro-batches. */
  void begin();

  /** On the way forward: the layer of that number goes through so many time steps. */
  void expect(int layer, int steps);

  /** Before the way back of some micro-batches, which follow those before. */
  void begin_chunk(const Batch&);
  /** Each time step of a layer once: d(loss)/dh_t, (rows, units). */
  void look(int layer, int step, int units, const float* gradient, stride_t stride);
  /** After it. */
  void end_chunk();

  /** The sums of all, layer by layer, time step by time step. */
  std::vector<double> sums() const;

 private:
  struct LayerSteps {
    int layer;
    int steps;
    /** Place of its first time step. */
    size_t offset;
  };
  /** The sum of 2^height micro-batches. */
  struct Node {
    int height;
    std::vector<double> sums;
  };

  const LayerSteps* find(int layer) const;
  void push(std::vector<double> leaf);

  std::vector<LayerSteps> layers_;
  size_t length_ = 0;
  int micro_batches_ = 0;
  const int32_t* first_rows_ = nullptr;
  /** (micro_batches_, length_). */
  std::vector<double> leaves_;
  /** What waits for its right part, the largest first. */
  std::vector<Node> nodes_;
};

}  // namespace lockstep
