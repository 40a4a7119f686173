#pragma once

#include <cstdint>
#include <vector>

#include "graph/range_execution.h"
#include "layers/case_file.h"
#include "objective/random_numbers.h"

namespace layer_tests {

using objective_tests::RandomNumbers;

/** How many sequences there are, how they are divided, and how long they are where the model leaves that open. */
struct RangeSizes {
  /** Rows of each. */
  std::vector<std::int32_t> micro_batches;
  /** 0: the model's. */
  int time_steps;

  std::int32_t rows() const;
};

/** At most so many micro-batches of at most so many rows. */
RangeSizes any_sizes(const ModelCase&, const lockstep::Model&, std::uint32_t micro_batches, std::uint32_t rows, RandomNumbers&);

/**
 * Parameters and a range for a model. Every array has memory of exactly its size, so that a sanitizer sees what goes beyond.
 */
class SampleRange {
 public:
  SampleRange(const ModelCase&, const lockstep::Model&, const RangeSizes&, RandomNumbers&);

  /** Makes targets, and sometimes weights. @param entries of each row's output */
  void measure_by(const lockstep::Objective&, size_t entries, RandomNumbers&);

  /** Good while this lives. */
  lockstep::Range range(lockstep::Purpose) const;

  std::vector<float> parameters;
  /** By input, (rows, steps, features). */
  std::vector<std::vector<float>> inputs;
  std::vector<float> targets;
  std::vector<float> weights;

 private:
  void fill_first_input(const ModelCase&, int features, RandomNumbers&);
  void fill_mask(MaskKind, size_t places, int steps, RandomNumbers&);

  int time_steps_;
  /** First row of each micro-batch, and behind them the number of all. */
  std::vector<std::int32_t> first_rows_;
  std::vector<float> mask_;
  std::vector<float> states_;
  std::vector<std::uint32_t> sequences_;
  lockstep::BatchRandomness random_{};
};

}  // namespace layer_tests
