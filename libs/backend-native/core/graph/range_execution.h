#pragma once

#include <memory>
#include <vector>

#include "graph/execution.h"
#include "objective/objective.h"

namespace lockstep {

enum class Purpose { gradient, evaluate, predict };

/** Micro-batches that follow each other, with what their outputs are measured by. */
struct Range {
  Purpose purpose;
  Sequences sequences;
  /** (rows, entries, target_width), row by row; unused to predict. */
  GivenFloats targets;
  /** (rows) or (rows, entries), or none. */
  GivenFloats weights;
  /** Whether the gradient flow is asked for, of a gradient. */
  bool wants_flow = false;
};

/** Where the sums of a range go; null: nobody asks. */
struct RangeSums {
  /** (parameter_count), added up in the canonical tree. */
  float* gradient;
  /** (objective.statistics_length), added up in the same tree. */
  double* statistics;
  /** (rows, steps, features); takes the size that it needs. */
  std::vector<float>* predictions;
  /** (rows, state_size). */
  float* states;
  /** As GradientFlow has it, where the range asks for it; takes the size that it needs. */
  std::vector<double>* flow = nullptr;
};

/**
 * Computes ranges of micro-batches, one at a time, with one objective: the bits are those of computing each micro-batch by itself and
 * adding up in the canonical tree. Rows of several micro-batches go through the model together, as no row's bits depend on the others.
 */
class RangeExecution {
 public:
  RangeExecution(std::shared_ptr<const Model> model, const Kernels& kernels, std::unique_ptr<Objective> objective);

  /** @throws Failure where the range does not fit, or when `cancelled` */
  void run(const Weights&, const Range&, const RangeSums&, const std::atomic<bool>& cancelled);

  /** Goes through the range again, looking at every layer for the first value that is not finite. */
  void locate(const Weights&, const Range&, Watch&, const std::atomic<bool>& cancelled);

  /** Bytes that it has taken for the largest chunk so far. */
  size_t memory() const { return execution_.memory(); }
  const Objective& objective() const { return *objective_; }
  const Model& model() const { return execution_.model(); }
  /** Values of one row of the output of the last run. */
  size_t output_size() const { return output_size_; }

 private:
  struct Chunk;

  /** Time steps of the first input in a batch of `time_steps`. */
  size_t input_steps(int time_steps) const {
    return static_cast<size_t>(input_sizes(model().inputs[0], time_steps).steps);
  }
  /** Rows that several micro-batches may have together. */
  int most_rows(int time_steps) const;
  /** Some micro-batches from number `first` on. */
  Chunk chunk_of(const Range&, int first);
  void run_chunk(const Weights&, const Range&, const Chunk&, const RangeSums&, const std::atomic<bool>& cancelled, Watch*);
  /** Sums of the micro-batches' objectives, and d(loss)/d(outputs). */
  void measure(const Range&, const Chunk&);
  void check_targets(const Range&, size_t entries) const;

  Execution execution_;
  std::unique_ptr<Objective> objective_;
  GradientTree tree_;
  GradientFlow flow_;
  /** (micro-batches, statistics_length). */
  std::vector<double> statistics_;
  std::vector<int32_t> first_rows_;
  BatchRandomness random_{};
  /** Outputs row by row where the objective cannot read them in their place. */
  std::vector<float> outputs_;
  /** d(loss)/d(outputs), in the places of the outputs. */
  std::vector<float> cotangent_;
  std::vector<float> mask_;
  size_t output_size_ = 0;
  /** Rows x time steps of the largest chunk so far. */
  size_t most_places_ = 0;
};

}  // namespace lockstep
