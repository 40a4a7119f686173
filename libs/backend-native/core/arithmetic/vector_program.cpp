#include "arithmetic/vector_program.h"

#include <algorithm>
#include <string>

#include "arithmetic/large_pages.h"
#include "failure.h"

namespace lockstep {
namespace {

/** Elements between two looks whether it is cancelled; a multiple of the lanes of a sum. */
constexpr size_t piece = 65536;
constexpr int32_t most_elements = 1 << 30;
constexpr double lane_count = 8;

Failure wrong_operand(const char* name, int index, const std::string& expected) {
  return {FailureKind::wrong_value, std::string(name) + ".vectors[" + std::to_string(index) + "]: expected " + expected};
}

const char* name_of(ElementType type) {
  return type == ElementType::float32 ? "a Float32Array" : type == ElementType::float64 ? "a Float64Array" : "a Uint32Array";
}

/** Elements that the operation touches of a vector that it uses so. */
size_t needed(Role role, size_t begin, size_t end, const double* numbers) {
  switch (role) {
    case Role::groups:
      return end - begin;
    case Role::find:
      return 1;
    case Role::add_lanes:
      return static_cast<size_t>(numbers[0] + lane_count);
    case Role::add_groups:
    case Role::read_whole:
      return 0;
    default:
      return end;
  }
}

/** A kernel may take it that no vector of an operation shares memory with another. */
void check_apart(const Operands& operands, const OperationKind& kind) {
  const auto begin = [&](size_t i) { return reinterpret_cast<uintptr_t>(operands.vectors[i]); };
  const auto end = [&](size_t i) { return begin(i) + operands.lengths[i] * size_of(type_of(kind.roles[i])); };
  for (size_t i = 0; i < kind.roles.size(); i++) {
    for (size_t j = i + 1; j < kind.roles.size(); j++) {
      if (begin(i) >= end(j) || begin(j) >= end(i)) continue;
      throw wrong_operand(kind.name, static_cast<int>(j),
                          "a vector that shares no memory with vectors[" + std::to_string(i) + "]");
    }
  }
}

}  // namespace

VectorProgram VectorProgram::read(Reader& reader, const std::vector<OperandMemory>& vectors) {
  VectorProgram program;
  const int32_t count = reader.length("operations");
  for (int32_t i = 0; i < count; i++) program.read_operation(reader, vectors);
  return program;
}

void VectorProgram::read_operation(Reader& reader, const std::vector<OperandMemory>& vectors) {
  Operation operation{};
  operation.code = reader.word(0, operation_count - 1, "code");
  operation.begin = static_cast<size_t>(reader.word(0, most_elements, "begin"));
  operation.end = static_cast<size_t>(reader.word(static_cast<int32_t>(operation.begin), most_elements, "end"));
  operation.first_number = numbers_.size();
  const OperationKind& kind = operation_kinds()[static_cast<size_t>(operation.code)];
  for (int i = 0; i < kind.number_count; i++) numbers_.push_back(reader.number(kind.name));
  for (size_t i = 0; i < kind.roles.size(); i++) read_vector(reader, vectors, operation, static_cast<int>(i));
  check_apart(operation.operands, kind);
  operations_.push_back(operation);
}

void VectorProgram::read_vector(Reader& reader, const std::vector<OperandMemory>& vectors, Operation& operation, int index) {
  const OperationKind& kind = operation_kinds()[static_cast<size_t>(operation.code)];
  const Role role = kind.roles[static_cast<size_t>(index)];
  const OperandMemory& memory =
      vectors[static_cast<size_t>(reader.word(0, static_cast<int32_t>(vectors.size()) - 1, kind.name))];
  if (memory.type != type_of(role)) throw wrong_operand(kind.name, index, name_of(type_of(role)));
  const double* numbers = numbers_.data() + operation.first_number;
  if (role == Role::add_lanes && !(numbers[0] >= 0 && numbers[0] <= most_elements)) {
    throw wrong_operand(kind.name, index, "the place of eight lanes");
  }
  const size_t elements = needed(role, operation.begin, operation.end, numbers);
  if (memory.length < elements) {
    throw Failure(FailureKind::wrong_length, std::string(kind.name) + ".vectors[" + std::to_string(index) + "]: expected " +
                                                 std::to_string(elements) + " elements, got " + std::to_string(memory.length));
  }
  operation.operands.first = operation.begin;
  operation.operands.vectors[index] = memory.data;
  operation.operands.lengths[index] = memory.length;
}

void VectorProgram::check_groups() const {
  for (const Operation& operation : operations_) {
    const OperationKind& kind = operation_kinds()[static_cast<size_t>(operation.code)];
    if (kind.roles.back() != Role::groups) continue;
    const size_t last = kind.roles.size() - 1;
    const uint32_t* group_of = static_cast<const uint32_t*>(operation.operands.vectors[last]);
    const size_t groups = operation.operands.lengths[last - 1];
    uint32_t most = 0;
    for (size_t i = 0; i < operation.end - operation.begin; i++) most = group_of[i] > most ? group_of[i] : most;
    if (operation.end == operation.begin || most < groups) continue;
    throw wrong_operand(kind.name, static_cast<int>(last), "groups below " + std::to_string(groups));
  }
}

void VectorProgram::run(const OperationTable& table, const std::atomic<bool>& cancelled) const {
  check_groups();
  for (const Operation& operation : operations_) {
    // Most copies go to memory that is new.
    if (operation.code != static_cast<int>(OperationCode::copy)) continue;
    float* target = static_cast<float*>(operation.operands.vectors[0]);
    want_large_pages(target + operation.begin, target + operation.end);
  }
  for (const Operation& operation : operations_) run_operation(operation, table, cancelled);
}

void VectorProgram::run_operation(const Operation& operation, const OperationTable& table,
                                  const std::atomic<bool>& cancelled) const {
  Operands operands = operation.operands;
  operands.numbers = numbers_.data() + operation.first_number;
  for (size_t begin = operation.begin; begin < operation.end; begin += piece) {
    if (cancelled.load(std::memory_order_relaxed)) throw Failure(FailureKind::cancelled, "cancelled");
    table.kernels[operation.code](operands, begin, std::min(begin + piece, operation.end));
  }
}

}  // namespace lockstep
