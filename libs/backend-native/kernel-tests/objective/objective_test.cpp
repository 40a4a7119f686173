// Losses and metrics: their bits on this processor, what they allocate, and what they do with hostile programs. That they are
// those of TypeScript is tested through the addon.

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>
#include <string>
#include <vector>

#include "check/check.h"
#include "failure.h"
#include "objective/digest.h"
#include "objective/random_numbers.h"
#include "objective/sample_objectives.h"

namespace {

std::atomic<long> allocations{0};

}  // namespace

// Counts what this program allocates; the library's other forms call this one.
void* operator new(std::size_t size) {
  allocations++;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace objective_tests {
namespace {

using namespace lockstep;

constexpr std::size_t rows = 6;
constexpr std::size_t entries_per_row = 3;

/** Sums and gradient of one batch, put together. */
Digest digest_of(Objective& objective, const SampleBatch& sample) {
  std::vector<double> statistics(objective.statistics_length());
  std::vector<float> gradient(sample.output_length(), std::numeric_limits<float>::quiet_NaN());
  objective.accumulate(sample.batch(), statistics.data(), gradient.data());
  Digest digest;
  digest.take(statistics.data(), statistics.size());
  digest.take(gradient.data(), gradient.size());
  return digest;
}

}  // namespace

TEST(objectives) {
  for (const std::int32_t width : {2, 37}) {
    int number = 0;
    for (const ObjectiveProgram& program : sample_programs(width)) {
      const std::unique_ptr<Objective> objective = program.read();
      const SampleBatch sample(*objective, rows, entries_per_row);
      const Digest digest = digest_of(*objective, sample);
      digest.print("objective-" + std::to_string(width) + "-" + std::to_string(number++));
      CHECK(digest_of(*objective, sample).value() == digest.value(), "a second time, objective " << number);
    }
  }
}

TEST(objectives_allocate_nothing_after_the_first_batch) {
  for (const ObjectiveProgram& program : sample_programs(37)) {
    const std::unique_ptr<Objective> objective = program.read();
    const SampleBatch sample(*objective, rows, entries_per_row);
    const OutputBatch batch = sample.batch();
    std::vector<double> statistics(objective->statistics_length());
    std::vector<float> gradient(sample.output_length());
    const long before_first = allocations;
    objective->accumulate(batch, statistics.data(), gradient.data());
    const long before = allocations;
    objective->accumulate(batch, statistics.data(), gradient.data());
    CHECK(allocations == before, allocations - before << " allocations, loss " << program.words[3]);
    if (objective->wants_logits()) CHECK(before > before_first, "allocations are counted");
  }
}

TEST(hostile_programs_are_read_or_refused) {
  RandomNumbers random;
  int refused = 0;
  for (int i = 0; i < 20000; i++) {
    const std::vector<ObjectiveProgram> programs = sample_programs(2);
    ObjectiveProgram program = programs[random.below(static_cast<std::uint32_t>(programs.size()))];
    for (std::uint32_t change = random.below(4); change-- > 0;) {
      const std::size_t place = random.below(static_cast<std::uint32_t>(program.words.size()));
      program.words[place] = static_cast<std::int32_t>(random.below(2) == 0 ? random.word() : random.below(40));
    }
    if (random.below(4) == 0) program.words.resize(random.below(static_cast<std::uint32_t>(program.words.size())));
    if (random.below(8) == 0) program.numbers.resize(random.below(static_cast<std::uint32_t>(program.numbers.size() + 1)));
    try {
      const std::unique_ptr<Objective> objective = program.read();
      // Whatever it came to be, it keeps within a batch that fits.
      if (objective->width() > 4096 || objective->statistics_length() > 1 << 20) continue;
      digest_of(*objective, SampleBatch(*objective, 2, 2));
    } catch (const Failure& failure) {
      refused++;
      CHECK(failure.kind == FailureKind::wrong_program || failure.kind == FailureKind::wrong_target, failure.what());
    }
  }
  CHECK(refused > 1000, refused << " of 20000 were refused");
}

}  // namespace objective_tests
