// Programs of models and objectives that somebody changed, with arrays as long as they ask for, or nearly: each is refused,
// or computed within its memory, which a sanitizer sees.

#include <cstdio>
#include <limits>
#include <new>

#include "check/check.h"
#include "failure.h"
#include "layers/memory_limit.h"
#include "layers/mutation.h"
#include "layers/outcome.h"
#include "layers/tested_kernels.h"

using namespace layer_tests;

namespace {

using lockstep::Failure;
using lockstep::Kernels;
using lockstep::Model;

constexpr int few = 3000;
constexpr int many = 1000000;
/** What a model of a hundred units takes, and what makes a mutation last a second. */
constexpr size_t largest_piece = size_t{8} << 20;
constexpr size_t most_values = 100000;

struct Counts {
  int refused = 0;
  /** Wanted more memory than there is. */
  int too_large = 0;
  int computed = 0;
};

/** Floats of the parameters and of one row of all inputs. */
size_t values_of(const Model& model) {
  size_t count = model.parameter_count + static_cast<size_t>(model.state_size);
  for (const lockstep::InputPlan& input : model.inputs) {
    count += static_cast<size_t>(input.steps) * static_cast<size_t>(input.features);
  }
  return count;
}

void spoil(std::vector<float>& values, RandomNumbers& random) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  constexpr float extremes[] = {infinity, -infinity, std::numeric_limits<float>::quiet_NaN(), 1e-40f, 3.4e38f, -1, 0x1p31f, 0.5f};
  if (!values.empty()) values[random.below(static_cast<std::uint32_t>(values.size()))] = extremes[random.below(8)];
}

/** Sometimes a value or a length that does not fit. */
void spoil(SampleRange& sample, RandomNumbers& random) {
  if (random.below(4) == 0) spoil(sample.inputs[random.below(static_cast<std::uint32_t>(sample.inputs.size()))], random);
  if (random.below(8) == 0) spoil(sample.parameters, random);
  if (random.below(8) == 0) spoil(sample.targets, random);
  if (random.below(16) == 0) sample.targets.resize(random.below(static_cast<std::uint32_t>(sample.targets.size() + 2)));
  if (random.below(16) == 0) sample.weights.resize(random.below(static_cast<std::uint32_t>(sample.weights.size() + 2)));
}

void compute(const ModelCase& from, const Kernels& kernels, RandomNumbers& random) {
  const std::shared_ptr<const Model> model = from.read_model();
  const std::unique_ptr<lockstep::Objective> objective = from.read_objective();
  if (values_of(*model) > most_values) throw std::bad_alloc();
  SampleRange sample(from, *model, any_sizes(from, *model, 3, 3, random), random);
  Computation computation(from, model, kernels);
  sample.measure_by(*objective, computation.entries_of(sample), random);
  spoil(sample, random);
  Outcome outcome;
  computation.run_whole(sample, random.below(2) == 0, outcome);
  computation.run_range(sample, lockstep::Purpose::gradient, outcome);
  computation.run_range(sample, lockstep::Purpose::evaluate, outcome);
  computation.locate(sample, outcome);
}

void attempt(const ModelCase& from, const Kernels& kernels, RandomNumbers& random, Counts& counts) {
  try {
    compute(from, kernels, random);
    counts.computed++;
  } catch (const Failure& failure) {
    counts.refused++;
    CHECK(failure.kind != lockstep::FailureKind::cancelled, failure.what());
  } catch (const std::bad_alloc&) {
    counts.too_large++;
  }
}

}  // namespace

TEST(mutated_programs_are_refused_or_harmless) {
  const std::vector<ModelCase>& cases = model_cases();
  if (cases.empty()) return;
  const int count = check::options().exhaustive ? many : few;
  const MemoryLimit limit(largest_piece);
  std::vector<const Kernels*> tables = other_kernels();
  tables.push_back(&portable_kernels());
  Counts counts;
  for (int i = 0; i < count; i++) {
    RandomNumbers random(static_cast<std::uint64_t>(i) + 1);
    ModelCase from = cases[random.below(static_cast<std::uint32_t>(cases.size()))];
    mutate(random.below(8) == 0 ? from.objective : from.model, random);
    attempt(from, *tables[random.below(static_cast<std::uint32_t>(tables.size()))], random, counts);
  }
  std::printf("  %d refused, %d too large, %d computed\n", counts.refused, counts.too_large, counts.computed);
  CHECK(counts.refused > count / 3, "refused " << counts.refused);
  CHECK(counts.computed > count / 10, "computed " << counts.computed);
}
