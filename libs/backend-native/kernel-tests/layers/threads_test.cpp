// Slots: threads with an execution each, that share a model and the kernels. ThreadSanitizer sees what they race for.

#include <atomic>
#include <thread>
#include <vector>

#include "check/check.h"
#include "failure.h"
#include "layers/outcome.h"
#include "layers/tested_kernels.h"

using namespace layer_tests;

namespace {

using lockstep::Kernels;
using lockstep::Model;

constexpr int thread_count = 4;
/** Of the models every third, narrow and broad ones by turns: all kinds of layers are among them. */
constexpr size_t stride = 3;

/** What all threads look at, and none changes. */
struct Shared {
  const ModelCase* from;
  std::shared_ptr<const Model> model;
  SampleRange sample;
};

std::vector<Shared> shared_models(const Kernels& kernels) {
  std::vector<Shared> models;
  RandomNumbers random;
  for (size_t i = 0; i < model_cases().size(); i += stride) {
    const ModelCase& from = model_cases()[i];
    std::shared_ptr<const Model> model = from.read_model();
    SampleRange sample(from, *model, any_sizes(from, *model, 3, 4, random), random);
    sample.measure_by(*from.read_objective(), Computation(from, model, kernels).entries_of(sample), random);
    models.push_back({&from, model, std::move(sample)});
  }
  return models;
}

/** Each thread begins with another model, and comes to all. */
std::vector<Outcome> outcomes_from(size_t first, const std::vector<Shared>& models, const Kernels& kernels) {
  std::vector<Outcome> outcomes(models.size());
  for (size_t i = 0; i < models.size(); i++) {
    const size_t at = (first + i) % models.size();
    const Shared& shared = models[at];
    Computation computation(*shared.from, shared.model, kernels);
    computation.run_range(shared.sample, lockstep::Purpose::gradient, outcomes[at]);
    computation.run_whole(shared.sample, true, outcomes[at]);
  }
  return outcomes;
}

void compute_together(const Kernels& kernels) {
  const std::vector<Shared> models = shared_models(kernels);
  std::vector<std::vector<Outcome>> of_threads(thread_count);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < thread_count; t++) {
    threads.emplace_back([&, t] { of_threads[t] = outcomes_from(t * models.size() / thread_count, models, kernels); });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<Outcome> alone = outcomes_from(0, models, kernels);
  for (const std::vector<Outcome>& outcomes : of_threads) {
    for (size_t i = 0; i < alone.size(); i++) {
      const std::string other = outcomes[i].difference(alone[i]);
      CHECK(other.empty(), other << " of " << models[i].from->name << " on " << kernels.name);
    }
  }
}

}  // namespace

TEST(threads_that_share_a_model_compute_as_one_alone) {
  if (model_cases().empty()) return;
  compute_together(*other_kernels()[0]);
}

TEST(threads_are_told_to_give_up_and_go_on_afterwards) {
  if (model_cases().empty()) return;
  const Kernels& kernels = *other_kernels()[0];
  const std::vector<Shared> models = shared_models(kernels);
  for (const Shared& shared : models) {
    Outcome before;
    Outcome after;
    Computation computation(*shared.from, shared.model, kernels);
    computation.run_range(shared.sample, lockstep::Purpose::gradient, before);
    CHECK(computation.run_until_cancelled(shared.sample), shared.from->name << " went on");
    computation.run_range(shared.sample, lockstep::Purpose::gradient, after);
    CHECK(after.difference(before).empty(), after.difference(before) << " of " << shared.from->name);
  }
}
