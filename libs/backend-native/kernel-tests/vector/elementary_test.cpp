// exp, sigmoid and tanh on a sample of float32: error, range, symmetry, and equal bits on every instruction set.

#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

#include "check/check.h"
#include "vector/available_sets.h"
#include "vector/float_bits.h"
#include "vector/samples.h"
#include "vector/worst_error.h"

namespace vector_tests {
namespace {

std::vector<float> results_of(const LaneSet& set, int index, const std::vector<float>& arguments) {
  std::vector<float> results(arguments.size());
  set.operations[index].run(arguments.data(), arguments.data(), arguments.data(), results.data(), results.size());
  return results;
}

float one_result(const LaneSet& set, int index, float argument) { return results_of(set, index, std::vector<float>(16, argument))[0]; }

/** FNV-1a of 64 bits (Fowler, Noll and Vo), over the bytes of little-endian numbers. */
std::uint64_t digest_of(const std::vector<float>& numbers) {
  std::uint64_t digest = 0xcbf29ce484222325u;
  for (const float number : numbers) {
    for (int shift = 0; shift < 32; shift += 8) digest = (digest ^ ((bits_of(number) >> shift) & 0xff)) * 0x100000001b3u;
  }
  return digest;
}

constexpr float infinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST(errors_are_within_two_units_in_the_last_place) {
  for (int f = 0; f < elementary_count; f++) {
    WorstError worst;
    const std::vector<float> results = results_of(*available_sets()[0], f, argument_samples());
    worst.include(references[f], argument_samples().data(), results.data(), results.size());
    CHECK(worst.units <= most_units, references[f].name << " errs by " << worst.units << " units at " << std::hexfloat << worst.argument);
    std::printf("  %s errs by at most %.4f units, at %a\n", references[f].name, worst.units, static_cast<double>(worst.argument));
  }
}

TEST(every_set_gives_the_same_bits) {
  for (int f = 0; f < elementary_count; f++) {
    const std::vector<float> expected = results_of(*available_sets()[0], f, argument_samples());
    for (const LaneSet* set : available_sets()) {
      const std::vector<float> results = results_of(*set, f, argument_samples());
      for (std::size_t i = 0; i < results.size(); i++) {
        CHECK(bits_of(results[i]) == bits_of(expected[i]), std::hexfloat << set->name << "'s " << references[f].name << " of "
                  << argument_samples()[i] << " is " << results[i] << ", " << available_sets()[0]->name << "'s " << expected[i]);
      }
    }
    // Compared between processors by `make equal-bits`.
    std::printf("digest %s %016" PRIx64 "\n", references[f].name, digest_of(expected));
  }
}

TEST(special_arguments) {
  struct Expected {
    int index;
    float argument;
    float result;
  };
  const Expected all[] = {
      {exp_index, 0.0f, 1.0f},          {exp_index, -0.0f, 1.0f},     {exp_index, infinity, infinity},
      {exp_index, -infinity, 0.0f},     {sigmoid_index, 0.0f, 0.5f},  {sigmoid_index, -0.0f, 0.5f},
      {sigmoid_index, infinity, 1.0f},  {sigmoid_index, -infinity, 0.0f}, {tanh_index, 0.0f, 0.0f},
      {tanh_index, -0.0f, -0.0f},       {tanh_index, infinity, 1.0f}, {tanh_index, -infinity, -1.0f},
      {tanh_index, 0x1p-149f, 0x1p-149f},
  };
  for (const LaneSet* set : available_sets()) {
    for (const Expected& expected : all) {
      const float result = one_result(*set, expected.index, expected.argument);
      CHECK(bits_of(result) == bits_of(expected.result), set->name << "'s " << references[expected.index].name << " of "
                                                                   << expected.argument << " is " << result);
    }
  }
}

TEST(results_stay_in_range) {
  for (int f = 0; f < elementary_count; f++) {
    const float least = f == tanh_index ? -1.0f : 0.0f;
    const float largest = f == exp_index ? infinity : 1.0f;
    const std::vector<float> results = results_of(*available_sets()[0], f, argument_samples());
    for (std::size_t i = 0; i < results.size(); i++) {
      const float argument = argument_samples()[i];
      const bool in_range = std::isnan(argument) ? std::isnan(results[i]) : results[i] >= least && results[i] <= largest;
      CHECK(in_range, std::hexfloat << references[f].name << " of " << argument << " is " << results[i]);
    }
  }
}

TEST(tanh_is_odd) {
  std::vector<float> negated;
  for (const float argument : argument_samples()) negated.push_back(-argument);
  const std::vector<float> results = results_of(*available_sets()[0], tanh_index, argument_samples());
  const std::vector<float> of_negated = results_of(*available_sets()[0], tanh_index, negated);
  for (std::size_t i = 0; i < results.size(); i++) {
    CHECK(bits_of(of_negated[i]) == (bits_of(results[i]) ^ 0x80000000u), std::hexfloat << argument_samples()[i]);
  }
}

}  // namespace vector_tests
