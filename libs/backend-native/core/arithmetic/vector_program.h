#pragma once

#include <atomic>
#include <vector>

#include "arithmetic/operand_memory.h"
#include "arithmetic/operation_kind.h"
#include "arithmetic/operation_tables.h"
#include "program/reader.h"

namespace lockstep {

/**
 * Vector operations on memory of JavaScript's, to be done one after the other.
 *
 * Words: the number of operations, and of each its code, its stretch's begin and end, and the places of its vectors; its
 * numbers, in the same order, are the program's numbers.
 *
 * Each operation goes over all of its stretch before the next begins. Doing several piece by piece, so that a piece stays in
 * the cache from the first to the last, was tried: it is no faster with ten million elements.
 */
class VectorProgram {
 public:
  /** Copies what it reads, but not the vectors. @throws Failure where the program does not fit its vectors */
  static VectorProgram read(Reader& reader, const std::vector<OperandMemory>& vectors);

  /** @throws Failure where a group is beyond the groups, before anything was changed; and when it is cancelled */
  void run(const OperationTable& table, const std::atomic<bool>& cancelled) const;

 private:
  struct Operation {
    int code;
    size_t begin;
    size_t end;
    Operands operands;
    size_t first_number;
  };

  void read_operation(Reader& reader, const std::vector<OperandMemory>& vectors);
  void read_vector(Reader& reader, const std::vector<OperandMemory>& vectors, Operation& operation, int index);
  void check_groups() const;
  void run_operation(const Operation& operation, const OperationTable& table, const std::atomic<bool>& cancelled) const;

  std::vector<Operation> operations_;
  std::vector<double> numbers_;
};

}  // namespace lockstep
