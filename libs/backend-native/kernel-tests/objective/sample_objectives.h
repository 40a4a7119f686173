#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "objective/objective.h"

namespace objective_tests {

/** A program of an objective. */
struct ObjectiveProgram {
  std::vector<std::int32_t> words;
  std::vector<double> numbers;

  /** @throws Failure where it is wrong */
  std::unique_ptr<lockstep::Objective> read() const;
};

/** Every loss, with every metric that it may have, weighted and not. */
std::vector<ObjectiveProgram> sample_programs(std::int32_t width);

/** A batch with what its parts point to: each entry is padded, and they stand time step by time step. */
class SampleBatch {
 public:
  SampleBatch(const lockstep::Objective& objective, std::size_t rows, std::size_t entries_per_row);

  lockstep::OutputBatch batch() const;
  std::size_t output_length() const { return outputs_.size(); }

 private:
  std::size_t rows_;
  lockstep::EntryPlaces places_;
  std::vector<float> outputs_;
  std::vector<float> targets_;
  std::vector<float> weights_;
  std::vector<float> mask_;
};

}  // namespace objective_tests
