#include <string>
#include <vector>

#include "arithmetic/any_program.h"
#include "arithmetic/operation_tables.h"
#include "check/check.h"
#include "failure.h"
#include "vector/processor.h"

using namespace arithmetic_tests;

namespace {

constexpr int program_count = 400;

std::vector<std::string> sets() {
  std::vector<std::string> names = {"portable"};
#if defined(__aarch64__)
  names.push_back("neon");
#endif
  if (vector_tests::has_avx2()) names.push_back("avx2");
  else check::left_out("avx2, which this processor lacks");
  if (vector_tests::has_avx512()) names.push_back("avx512");
  else check::left_out("avx512, which this processor lacks");
  return names;
}

/** Digest of what is left where a program is run, or what refuses it. */
std::string outcome_of(AnyProgram program, const std::string& set) {
  try {
    program.run(lockstep::operations_named(set));
    return std::to_string(program.digest());
  } catch (const lockstep::Failure& failure) {
    return failure.what();
  }
}

}  // namespace

TEST(every_instruction_set_gives_the_same_bits) {
  const std::vector<std::string> names = sets();
  RandomNumbers random;
  Digest all;
  for (int i = 0; i < program_count; i++) {
    const AnyProgram program = any_program(random);
    const std::string expected = outcome_of(program, "portable");
    all.take(expected.data(), expected.size());
    for (const std::string& name : names) {
      const std::string got = outcome_of(program, name);
      CHECK(got == expected, "program " << i << " on " << name << ": " << got << ", not " << expected);
    }
  }
  all.print("vector-programs");
}

TEST(a_program_has_the_bits_of_its_operations_one_by_one) {
  RandomNumbers random;
  for (int i = 0; i < program_count; i++) {
    AnyProgram whole = any_program(random);
    AnyProgram one_by_one = whole;
    whole.run(lockstep::operations_named("portable"));
    one_by_one.run_one_by_one(lockstep::operations_named("portable"));
    CHECK(whole.digest() == one_by_one.digest(), "program " << i);
  }
}

/** A sanitizer sees what is not refused and should be. */
TEST(programs_that_fit_nothing_are_refused_or_harmless) {
  RandomNumbers random;
  int refused = 0;
  for (int i = 0; i < 5 * program_count; i++) {
    AnyProgram program = any_program(random);
    for (uint32_t changes = 1 + random.below(3); changes > 0; changes--) {
      const size_t at = random.below(static_cast<uint32_t>(program.words.size()));
      const int32_t strange[] = {-1, 0, 1, 2147483647, -2147483647 - 1, static_cast<int32_t>(random.below(70000)),
                                 static_cast<int32_t>(random.below(40)), program.words[at] ^ 1};
      program.words[at] = strange[random.below(8)];
    }
    if (random.below(4) == 0 && !program.numbers.empty()) program.numbers[0] = random.below(2) == 0 ? 1e300 : -3;
    if (random.below(8) == 0) program.words.pop_back();
    const std::string outcome = outcome_of(program, "portable");
    if (outcome.find(':') != std::string::npos) refused++;
  }
  CHECK(refused > program_count, "refused " << refused);
  CHECK(refused < 5 * program_count, "refused " << refused);
}

TEST(a_cancelled_program_is_not_done) {
  RandomNumbers random;
  AnyProgram program = any_program(random);
  program.words = {1, static_cast<int32_t>(lockstep::OperationCode::add), 0, 1, 0, 1};
  program.numbers = {};
  std::vector<lockstep::OperandMemory> memories;
  for (TestVector& vector : program.vectors) memories.push_back(vector.memory());
  static const std::vector<std::string> no_strings;
  lockstep::Reader reader(program.words.data(), program.words.size(), nullptr, 0, no_strings);
  const std::atomic<bool> cancelled{true};
  const std::uint64_t before = program.digest();
  try {
    lockstep::VectorProgram::read(reader, memories).run(lockstep::operations_named("portable"), cancelled);
    CHECK(false, "it was done");
  } catch (const lockstep::Failure& failure) {
    CHECK(failure.kind == lockstep::FailureKind::cancelled, failure.what());
  }
  CHECK(program.digest() == before, "it changed something");
}
