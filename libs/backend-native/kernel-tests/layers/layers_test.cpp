// Every layer, cell, merge and objective of the conformance tests' models, forward and back, alone and in ranges: with
// random rows, micro-batches, masks and values, on every instruction set.

#include "check/check.h"
#include "layers/outcome.h"
#include "layers/tested_kernels.h"

using namespace layer_tests;

namespace {

/** The same values for a model whatever others there are. */
std::uint64_t seed_of(const ModelCase& from) {
  Digest digest;
  digest.take(from.name.data(), from.name.size());
  return digest.value();
}

using ComputeOutcome = Outcome (*)(const ModelCase&, const std::shared_ptr<const lockstep::Model>&, const SampleRange&,
                                   const lockstep::Kernels&);

/** At most so many micro-batches of so many rows each, and what is computed of them. */
struct Extent {
  std::uint32_t micro_batches;
  std::uint32_t rows;
  ComputeOutcome compute;
};

/** The second is often more than goes through a model together. */
constexpr Extent extents[] = {{3, 4, outcome_of}, {6, 14, gradient_of}};

void compare(const ModelCase& from, const std::shared_ptr<const lockstep::Model>& model, const SampleRange& sample,
             ComputeOutcome compute, Digest& digest) {
  const Outcome expected = compute(from, model, sample, portable_kernels());
  expected.digest(digest);
  for (const lockstep::Kernels* kernels : other_kernels()) {
    const std::string other = compute(from, model, sample, *kernels).difference(expected);
    CHECK(other.empty(), other << " of " << from.name << " is another one on " << kernels->name);
  }
}

}  // namespace

TEST(layers_have_the_same_bits_on_every_instruction_set) {
  tell_missing_kernels();
  for (const ModelCase& from : model_cases()) {
    RandomNumbers random(seed_of(from));
    const std::shared_ptr<const lockstep::Model> model = from.read_model();
    Digest digest;
    for (const Extent& extent : extents) {
      const RangeSizes sizes = any_sizes(from, *model, extent.micro_batches, extent.rows, random);
      SampleRange sample(from, *model, sizes, random);
      const size_t entries = Computation(from, model, *other_kernels()[0]).entries_of(sample);
      sample.measure_by(*from.read_objective(), entries, random);
      compare(from, model, sample, extent.compute, digest);
    }
    digest.print(from.name);
  }
}
