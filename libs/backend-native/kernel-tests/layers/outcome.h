#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "layers/sample_range.h"
#include "objective/digest.h"

namespace layer_tests {

using objective_tests::Digest;

/** What kernels made of a range: a digest of each result. */
struct Outcome {
  struct Part {
    const char* name;
    std::uint64_t digest;
  };
  std::vector<Part> parts;

  /** What the other one has not got, "" where they are the same. */
  std::string difference(const Outcome& other) const;
  void digest(Digest& digest) const;
};

/** What is computed of a model, with kernels and an execution of its own. */
class Computation {
 public:
  Computation(const ModelCase&, std::shared_ptr<const lockstep::Model>, const lockstep::Kernels&);

  /** Entries of each row of the output, as the objective counts them. @throws Failure where the range does not fit */
  size_t entries_of(const SampleRange&);

  /** What a range is wanted for, in the way of RangeExecution. */
  void run_range(const SampleRange&, lockstep::Purpose, Outcome&);
  void locate(const SampleRange&, Outcome&);

  /** Gradients again and again, until another thread says that nobody wants them. @returns whether that was heeded */
  bool run_until_cancelled(const SampleRange&);

  /** All sequences as one micro-batch: outputs, states, gradients of parameters and of inputs, in the way of Execution. */
  void run_whole(const SampleRange&, bool watches, Outcome&);

 private:
  void take_states(const lockstep::Execution&, Outcome&) const;
  void take_gradients(const lockstep::Execution&, const lockstep::GradientTree&, Outcome&) const;

  const std::shared_ptr<const lockstep::Model> model_;
  const lockstep::Kernels& kernels_;
  std::unique_ptr<lockstep::Objective> objective_;
  size_t width_;
  size_t statistics_length_;
  lockstep::RangeExecution execution_;
};

/** The gradient of a range. */
Outcome gradient_of(const ModelCase&, const std::shared_ptr<const lockstep::Model>&, const SampleRange&, const lockstep::Kernels&);

/** Everything, and the gradient twice: what is left from the first time may not matter. */
Outcome outcome_of(const ModelCase&, const std::shared_ptr<const lockstep::Model>&, const SampleRange&, const lockstep::Kernels&);

}  // namespace layer_tests
