#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "arithmetic/vector_program.h"
#include "objective/digest.h"
#include "objective/random_numbers.h"

namespace arithmetic_tests {

using objective_tests::Digest;
using objective_tests::RandomNumbers;

/** A vector in memory of exactly its size, so that a sanitizer sees what goes beyond. */
class TestVector {
 public:
  TestVector(lockstep::ElementType type, size_t length);
  TestVector(const TestVector& other);

  float* floats() { return reinterpret_cast<float*>(bytes_.get()); }
  double* doubles() { return reinterpret_cast<double*>(bytes_.get()); }
  uint32_t* words() { return reinterpret_cast<uint32_t*>(bytes_.get()); }
  size_t length() const { return length_; }

  lockstep::OperandMemory memory() { return {type_, bytes_.get(), length_}; }
  void digest(Digest& digest) const;

 private:
  lockstep::ElementType type_;
  size_t length_;
  std::unique_ptr<unsigned char[]> bytes_;
};

/** Operations in any order on any vectors, as VectorProgram reads them. */
struct AnyProgram {
  std::vector<int32_t> words;
  std::vector<double> numbers;
  std::vector<TestVector> vectors;

  /** Reads and runs it. @throws Failure where it does not fit its vectors */
  void run(const lockstep::OperationTable& table);
  /** Each operation as a program of its own. */
  void run_one_by_one(const lockstep::OperationTable& table);
  std::uint64_t digest() const;
};

AnyProgram any_program(RandomNumbers& random);

}  // namespace arithmetic_tests
