#include "layers/outcome.h"

#include <atomic>
#include <thread>

#include "check/check.h"
#include "failure.h"

namespace layer_tests {
namespace {

using namespace lockstep;

const std::atomic<bool> never{false};

template <class Number>
void take(const char* name, const std::vector<Number>& values, Outcome& outcome) {
  Digest digest;
  digest.take(values.data(), values.size());
  outcome.parts.push_back({name, digest.value()});
}

size_t size_of(const Value& value, int rows) {
  return static_cast<size_t>(rows) * static_cast<size_t>(value.steps) * static_cast<size_t>(value.features);
}

}  // namespace

std::string Outcome::difference(const Outcome& other) const {
  if (parts.size() != other.parts.size()) return "the number of results";
  for (size_t i = 0; i < parts.size(); i++) {
    if (parts[i].digest != other.parts[i].digest) return parts[i].name;
  }
  return "";
}

void Outcome::digest(Digest& digest) const {
  for (const Part& part : parts) {
    digest.take(static_cast<std::uint32_t>(part.digest));
    digest.take(static_cast<std::uint32_t>(part.digest >> 32));
  }
}

Computation::Computation(const ModelCase& from, std::shared_ptr<const Model> model, const Kernels& kernels)
    : model_(model),
      kernels_(kernels),
      objective_(from.read_objective()),
      width_(objective_->width()),
      statistics_length_(objective_->statistics_length()),
      execution_(model, kernels, std::move(objective_)) {}

size_t Computation::entries_of(const SampleRange& sample) {
  const Weights weights(*model_, kernels_, sample.parameters.data());
  std::vector<float> predictions;
  execution_.run(weights, sample.range(Purpose::predict), {nullptr, nullptr, &predictions, nullptr}, never);
  return execution_.output_size() / width_;
}

void Computation::run_range(const SampleRange& sample, Purpose purpose, Outcome& outcome) {
  const Weights weights(*model_, kernels_, sample.parameters.data());
  const Range range = sample.range(purpose);
  std::vector<float> gradient(purpose == Purpose::gradient ? model_->parameter_count : 0);
  std::vector<double> statistics(statistics_length_);
  std::vector<float> predictions;
  std::vector<float> states(static_cast<size_t>(range.sequences.batch.rows) * static_cast<size_t>(model_->state_size));
  execution_.run(weights, range, {gradient.data(), statistics.data(), &predictions, states.data()}, never);
  take("gradient", gradient, outcome);
  take("statistics", statistics, outcome);
  take("predictions", predictions, outcome);
  take("states", states, outcome);
}

void Computation::locate(const SampleRange& sample, Outcome& outcome) {
  const Weights weights(*model_, kernels_, sample.parameters.data());
  Watch watch;
  execution_.locate(weights, sample.range(Purpose::gradient), watch, never);
  const int row = watch.has_found() ? watch.place().row : -1;
  outcome.parts.push_back({"place of what is not finite", static_cast<std::uint64_t>(row)});
}

bool Computation::run_until_cancelled(const SampleRange& sample) {
  const Weights weights(*model_, kernels_, sample.parameters.data());
  const Range range = sample.range(Purpose::gradient);
  std::vector<float> gradient(model_->parameter_count);
  std::vector<double> statistics(statistics_length_);
  std::atomic<bool> cancelled{false};
  std::thread other([&] { cancelled = true; });
  bool is_heeded = false;
  try {
    // One that began afterwards cannot have overlooked it.
    for (bool was_cancelled = false; !was_cancelled;) {
      was_cancelled = cancelled;
      execution_.run(weights, range, {gradient.data(), statistics.data(), nullptr, nullptr}, cancelled);
    }
  } catch (const Failure& failure) {
    is_heeded = failure.kind == FailureKind::cancelled;
  }
  other.join();
  return is_heeded;
}

void Computation::run_whole(const SampleRange& sample, bool watches, Outcome& outcome) {
  const Weights weights(*model_, kernels_, sample.parameters.data());
  const Range range = sample.range(Purpose::predict);
  Sequences sequences = range.sequences;
  const std::int32_t first_rows[] = {0, sequences.batch.rows};
  sequences.batch.count = 1;
  sequences.batch.first_rows = first_rows;
  Watch watch;
  Execution execution(model_, kernels_);
  execution.forward(weights, sequences, false, never, watches ? &watch : nullptr);
  std::vector<float> output(size_of(execution.output(), execution.rows()));
  execution.copy_output(output.data());
  take("output", output, outcome);
  take_states(execution, outcome);
  GradientTree tree(model_->parameter_count, model_->parameters.size());
  tree.begin(1);
  // For want of another one; there is nothing special about it.
  execution.backward(output.data(), true, tree, never, watches ? &watch : nullptr);
  take_gradients(execution, tree, outcome);
}

void Computation::take_states(const Execution& execution, Outcome& outcome) const {
  const size_t rows = static_cast<size_t>(execution.rows());
  std::vector<float> states(rows * static_cast<size_t>(model_->state_size));
  execution.copy_states(states.data());
  take("carried states", states, outcome);
  std::vector<float> mask(rows * static_cast<size_t>(execution.output().steps));
  execution.copy_output_mask(mask.data());
  take("mask", mask, outcome);
}

void Computation::take_gradients(const Execution& execution, const GradientTree& tree, Outcome& outcome) const {
  std::vector<float> gradient(model_->parameter_count);
  tree.finish(model_->parameters, gradient.data());
  take("gradient of the whole", gradient, outcome);
  for (size_t i = 0; i < model_->inputs.size(); i++) {
    std::vector<float> of_input(size_of(execution.input(i), execution.rows()));
    execution.copy_input_gradient(i, of_input.data());
    take("gradient of an input", of_input, outcome);
  }
}

Outcome gradient_of(const ModelCase& from, const std::shared_ptr<const Model>& model, const SampleRange& sample,
                    const Kernels& kernels) {
  Outcome outcome;
  Computation(from, model, kernels).run_range(sample, Purpose::gradient, outcome);
  return outcome;
}

Outcome outcome_of(const ModelCase& from, const std::shared_ptr<const Model>& model, const SampleRange& sample,
                   const Kernels& kernels) {
  Computation computation(from, model, kernels);
  Outcome outcome;
  computation.run_range(sample, Purpose::gradient, outcome);
  const Outcome first = outcome;
  computation.run_range(sample, Purpose::predict, outcome);
  computation.run_range(sample, Purpose::evaluate, outcome);
  computation.locate(sample, outcome);
  Outcome again;
  computation.run_range(sample, Purpose::gradient, again);
  const std::string changed = again.difference(first);
  CHECK(changed.empty(), changed << " of " << from.name << " on " << kernels.name << " is another one the second time");
  computation.run_whole(sample, true, outcome);
  return outcome;
}

}  // namespace layer_tests
