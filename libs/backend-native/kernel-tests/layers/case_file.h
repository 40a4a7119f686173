#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "graph/model.h"
#include "objective/objective.h"

namespace layer_tests {

/** A program as the core reads it, in memory of its own. */
struct Program {
  std::vector<std::int32_t> words;
  std::vector<double> numbers;
  std::vector<std::string> strings;
};

/** Which time steps of the first input are used: all; about two in three; the first, and about two in three of the others. */
enum class MaskKind { none, any, some };

/** A model with its objective, and what its parameters and batches must be like. */
struct ModelCase {
  std::string name;
  /** The first input holds token ids below; 0: numbers. */
  int tokens;
  MaskKind mask;
  /** Some time steps of the first input are all zero. */
  bool zero_steps;
  /** Draws dropout masks. */
  bool training;
  /** Where the model leaves the number of time steps to its batches, they have at least so many. */
  int least_steps;
  /** Largest parameter. */
  double scale;
  Program model;
  Program objective;

  /** @throws Failure where the program is wrong */
  std::shared_ptr<const lockstep::Model> read_model() const;
  std::unique_ptr<lockstep::Objective> read_objective() const;
};

/**
 * The models of the file that was given as an argument, which src/testing/model-cases.ts writes: little-endian numbers of 4
 * and 8 bytes, lists and strings with their lengths before them, in the order of the structs above. None without a file,
 * which is then told as left out.
 */
const std::vector<ModelCase>& model_cases();

}  // namespace layer_tests
