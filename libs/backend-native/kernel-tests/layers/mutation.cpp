#include "layers/mutation.h"

#include <algorithm>
#include <limits>

namespace layer_tests {
namespace {

using objective_tests::RandomNumbers;

constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t words[] = {-most - 1, -1, 0, 1, 2, 3, 5, 17, 33, 100, (1 << 30) - 1, 1 << 30, most};
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double numbers[] = {not_a_number, infinity, -infinity, -1, -0.0, 0.5, 1, 1 - 0x1p-30, 1e-300, 1e300, 0x1p40};

template <class Element, size_t count>
Element one_of(const Element (&elements)[count], RandomNumbers& random) {
  return elements[random.below(static_cast<std::uint32_t>(count))];
}

std::uint32_t place_in(size_t size, RandomNumbers& random) { return random.below(static_cast<std::uint32_t>(size)); }

/** Some words from there on, to be taken away or to come twice. */
void cut_or_repeat(std::vector<std::int32_t>& program, std::ptrdiff_t at, RandomNumbers& random) {
  const std::ptrdiff_t left = static_cast<std::ptrdiff_t>(program.size()) - at;
  const std::ptrdiff_t count = std::min<std::ptrdiff_t>(1 + random.below(12), left);
  const std::vector<std::int32_t> part(program.begin() + at, program.begin() + at + count);
  if (random.below(2) == 0) program.erase(program.begin() + at, program.begin() + at + count);
  else program.insert(program.begin() + at, part.begin(), part.end());
}

void change_words(std::vector<std::int32_t>& program, RandomNumbers& random) {
  if (program.empty()) return;
  const std::uint32_t at = place_in(program.size(), random);
  switch (random.below(11)) {
    case 0:
    case 1:
    case 2:
    case 3:
      program[at] = one_of(words, random);
      return;
    case 4:
    case 5:
    case 6: {
      const std::int32_t by = static_cast<std::int32_t>(random.below(4)) - 1;
      if (program[at] < most - 2 && program[at] > -most) program[at] += by;
      return;
    }
    case 7:
    case 8:
      program[at] = program[place_in(program.size(), random)];
      return;
    case 9:
      cut_or_repeat(program, at, random);
      return;
    default:
      program.resize(at);
  }
}

void change(Program& program, RandomNumbers& random) {
  const std::uint32_t kind = random.below(16);
  if (kind > 2) return change_words(program.words, random);
  if (kind == 0) {
    if (program.numbers.empty()) return;
    program.numbers[place_in(program.numbers.size(), random)] = one_of(numbers, random);
  } else if (kind == 1) {
    program.numbers.resize(place_in(program.numbers.size() + 1, random));
  } else {
    program.strings.resize(place_in(program.strings.size() + 1, random));
  }
}

}  // namespace

void mutate(Program& program, RandomNumbers& random) {
  for (std::uint32_t left = 1 + random.below(2); left > 0; left--) change(program, random);
}

}  // namespace layer_tests
