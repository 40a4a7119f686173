// exp, sigmoid and tanh of all 2^32 float32.

#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include "check/check.h"
#include "vector/available_sets.h"
#include "vector/float_bits.h"
#include "vector/worst_error.h"

namespace vector_tests {
namespace {

constexpr std::uint32_t block = 1 << 16;
constexpr std::uint32_t block_count = 1 << 16;

/** What one thread found in its blocks of consecutive bit patterns. */
class Search {
 public:
  void look_at(std::uint32_t first) {
    for (std::uint32_t i = 0; i < block; i++) arguments_[i] = float_of(first + i);
    for (int f = 0; f < elementary_count; f++) {
      run(*available_sets()[0], f, results_);
      worst[f].include(references[f], arguments_.data(), results_.data(), block);
      for (const LaneSet* set : available_sets()) count_others(*set, f);
    }
  }

  WorstError worst[elementary_count];
  /** Results of a set that differ from the first one's. */
  std::uint64_t different = 0;

 private:
  void run(const LaneSet& set, int f, std::vector<float>& results) {
    set.operations[f].run(arguments_.data(), arguments_.data(), arguments_.data(), results.data(), block);
  }

  void count_others(const LaneSet& set, int f) {
    run(set, f, others_);
    for (std::uint32_t i = 0; i < block; i++) different += bits_of(others_[i]) != bits_of(results_[i]);
  }

  std::vector<float> arguments_ = std::vector<float>(block);
  std::vector<float> results_ = std::vector<float>(block);
  std::vector<float> others_ = std::vector<float>(block);
};

Search search_all(int thread_count) {
  std::vector<Search> searches(static_cast<std::size_t>(thread_count));
  std::atomic<std::uint32_t> next{0};
  std::vector<std::thread> threads;
  for (Search& search : searches) {
    threads.emplace_back([&search, &next] {
      for (std::uint32_t i = next++; i < block_count; i = next++) search.look_at(i * block);
    });
  }
  for (std::thread& thread : threads) thread.join();
  Search all;
  for (const Search& search : searches) {
    for (int f = 0; f < elementary_count; f++) all.worst[f].include(search.worst[f]);
    all.different += search.different;
  }
  return all;
}

}  // namespace

TEST(all_of_float32) {
  if (!check::options().exhaustive) return check::left_out("exp, sigmoid and tanh of all of float32 (--exhaustive)");
  const Search all = search_all(check::options().threads);
  for (int f = 0; f < elementary_count; f++) {
    const WorstError& worst = all.worst[f];
    CHECK(worst.units <= most_units, references[f].name << " errs by " << worst.units << " units at " << std::hexfloat << worst.argument);
    std::printf("  %s errs by at most %.6f units, at %a\n", references[f].name, worst.units, static_cast<double>(worst.argument));
  }
  CHECK(all.different == 0, all.different << " results differ between instruction sets");
}

}  // namespace vector_tests
