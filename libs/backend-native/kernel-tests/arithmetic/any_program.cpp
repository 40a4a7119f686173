#include "arithmetic/any_program.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>
#include <string>

namespace arithmetic_tests {
namespace {

using lockstep::ElementType;
using lockstep::OperandMemory;
using lockstep::OperationKind;
using lockstep::Role;

/** Places of the vectors of a program: five float32 of them are enough for every operation. */
enum Place : uint32_t { first_floats = 0, lanes = 6, sums, factors, found, groups };
constexpr uint32_t float_vectors = 6;
constexpr size_t group_count = 7;
constexpr size_t lane_places = 24;

const float extremes[] = {0.0f,
                          -0.0f,
                          std::numeric_limits<float>::quiet_NaN(),
                          std::numeric_limits<float>::infinity(),
                          -std::numeric_limits<float>::infinity(),
                          std::numeric_limits<float>::denorm_min(),
                          -std::numeric_limits<float>::min() / 2,
                          std::numeric_limits<float>::max()};

size_t any_size(RandomNumbers& random) {
  // Around the width of vectors, and around the piece after which a program looks whether it is cancelled.
  return random.below(8) > 0 ? 1 + random.below(70) : 65530 + random.below(70);
}

float any_value(RandomNumbers& random, bool extreme) {
  return extreme && random.below(20) == 0 ? extremes[random.below(8)] : random.between(-1, 1);
}

std::vector<TestVector> any_vectors(RandomNumbers& random) {
  const size_t size = any_size(random);
  const bool extreme = random.below(3) == 0;
  std::vector<TestVector> vectors;
  for (uint32_t i = 0; i < float_vectors; i++) {
    vectors.emplace_back(ElementType::float32, size);
    for (size_t k = 0; k < size; k++) vectors[i].floats()[k] = any_value(random, extreme);
  }
  for (const size_t length : {lane_places, size, group_count, size_t{1}}) {
    vectors.emplace_back(ElementType::float64, length);
    for (size_t k = 0; k < length; k++) vectors.back().doubles()[k] = static_cast<double>(random.between(0, 2));
  }
  vectors[found].doubles()[0] = -1;
  vectors.emplace_back(ElementType::uint32, size);
  for (size_t k = 0; k < size; k++) vectors[groups].words()[k] = random.below(group_count);
  return vectors;
}

/** The vector of a role; `floats` are those that the operation has not got yet. */
uint32_t place_of(Role role, const std::string& operation, std::vector<uint32_t>& floats) {
  switch (role) {
    case Role::read:
    case Role::change: {
      const uint32_t place = floats.back();
      floats.pop_back();
      return place;
    }
    case Role::change_sums:
      return sums;
    case Role::add_lanes:
      return lanes;
    case Role::read_whole:
      return operation == "scale-down" ? lanes : factors;
    case Role::add_groups:
      return factors;
    case Role::find:
      return found;
    case Role::groups:
      return groups;
  }
  return groups;
}

std::vector<uint32_t> shuffled_floats(RandomNumbers& random) {
  std::vector<uint32_t> floats;
  for (uint32_t i = 0; i < float_vectors; i++) floats.insert(floats.begin() + random.below(i + 1), first_floats + i);
  return floats;
}

void add_operation(AnyProgram& program, RandomNumbers& random) {
  const int32_t code = static_cast<int32_t>(random.below(lockstep::operation_count));
  const OperationKind& kind = lockstep::operation_kinds()[static_cast<size_t>(code)];
  const uint32_t size = static_cast<uint32_t>(program.vectors[0].length());
  // A whole vector often, as in an update.
  const uint32_t begin = random.below(2) == 0 ? 0 : random.below(size);
  const uint32_t end = random.below(2) == 0 ? size : begin + random.below(size - begin + 1);
  program.words.insert(program.words.end(), {code, static_cast<int32_t>(begin), static_cast<int32_t>(end)});
  std::vector<uint32_t> floats = shuffled_floats(random);
  bool has_lanes = false;
  for (const Role role : kind.roles) {
    has_lanes = has_lanes || role == Role::add_lanes;
    program.words.push_back(static_cast<int32_t>(place_of(role, kind.name, floats)));
  }
  for (int i = 0; i < kind.number_count; i++) {
    const double place = random.below(lane_places - 7);
    program.numbers.push_back(has_lanes ? place : static_cast<double>(random.between(0.01f, 1.5f)));
  }
}

/** Words of the operation that begins there. */
size_t word_count(const AnyProgram& program, size_t at) {
  return 3 + lockstep::operation_kinds()[static_cast<size_t>(program.words[at])].roles.size();
}

}  // namespace

TestVector::TestVector(ElementType type, size_t length)
    : type_(type), length_(length), bytes_(std::make_unique<unsigned char[]>(length * lockstep::size_of(type))) {}

TestVector::TestVector(const TestVector& other) : TestVector(other.type_, other.length_) {
  std::memcpy(bytes_.get(), other.bytes_.get(), length_ * lockstep::size_of(type_));
}

void TestVector::digest(Digest& digest) const {
  if (type_ == ElementType::float32) digest.take(reinterpret_cast<const float*>(bytes_.get()), length_);
  if (type_ == ElementType::float64) digest.take(reinterpret_cast<const double*>(bytes_.get()), length_);
}

void AnyProgram::run(const lockstep::OperationTable& table) {
  static const std::atomic<bool> never{false};
  static const std::vector<std::string> no_strings;
  std::vector<OperandMemory> memories;
  for (TestVector& vector : vectors) memories.push_back(vector.memory());
  lockstep::Reader reader(words.data(), words.size(), numbers.data(), numbers.size(), no_strings);
  const lockstep::VectorProgram program = lockstep::VectorProgram::read(reader, memories);
  reader.end();
  program.run(table, never);
}

void AnyProgram::run_one_by_one(const lockstep::OperationTable& table) {
  size_t number = 0;
  for (size_t at = 1; at < words.size();) {
    const size_t count = word_count(*this, at);
    const size_t own = static_cast<size_t>(lockstep::operation_kinds()[static_cast<size_t>(words[at])].number_count);
    AnyProgram one;
    one.words = {1};
    one.words.insert(one.words.end(), words.begin() + static_cast<std::ptrdiff_t>(at),
                     words.begin() + static_cast<std::ptrdiff_t>(at + count));
    one.numbers.assign(numbers.begin() + static_cast<std::ptrdiff_t>(number),
                       numbers.begin() + static_cast<std::ptrdiff_t>(number + own));
    std::swap(one.vectors, vectors);
    one.run(table);
    std::swap(one.vectors, vectors);
    at += count;
    number += own;
  }
}

std::uint64_t AnyProgram::digest() const {
  Digest digest;
  for (const TestVector& vector : vectors) vector.digest(digest);
  return digest.value();
}

AnyProgram any_program(RandomNumbers& random) {
  AnyProgram program;
  program.vectors = any_vectors(random);
  const int32_t count = 1 + static_cast<int32_t>(random.below(10));
  program.words.push_back(count);
  for (int32_t i = 0; i < count; i++) add_operation(program, random);
  return program;
}

}  // namespace arithmetic_tests
