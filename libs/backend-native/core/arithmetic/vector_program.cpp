#include "arithmetic/vector_program.h"

#include <algorithm>
#include <string>

#include "arithmetic/large_pages.h"
#include "failure.h"

namespace lockstep {
namespace {

/** Elements of a piece: a few vectors of it fit the second cache. */
constexpr size_t piece = 8192;
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

}  // namespace

VectorProgram VectorProgram::read(Reader& reader, const std::vector<OperandMemory>& vectors) {
  VectorProgram program;
  const int32_t count = reader.length("operations");
  for (int32_t i = 0; i < count; i++) program.read_operation(reader, vectors);
  program.divide_into_passes();
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
  check_apart(uses_of(operation), kind.name);
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

void VectorProgram::check_apart(const std::vector<MemoryUse>& uses, const char* name) const {
  for (size_t i = 0; i < uses.size(); i++) {
    for (size_t j = i + 1; j < uses.size(); j++) {
      if (uses[i].overlaps(uses[j])) {
        throw wrong_operand(name, static_cast<int>(j), "a vector that shares no memory with vectors[" + std::to_string(i) + "]");
      }
    }
  }
}

std::vector<MemoryUse> VectorProgram::uses_of(const Operation& operation) const {
  const OperationKind& kind = operation_kinds()[static_cast<size_t>(operation.code)];
  std::vector<MemoryUse> uses;
  for (size_t i = 0; i < kind.roles.size(); i++) {
    const Role role = kind.roles[i];
    const size_t size = size_of(type_of(role));
    const uintptr_t base = reinterpret_cast<uintptr_t>(operation.operands.vectors[i]);
    size_t first = 0;
    size_t count = operation.operands.lengths[i];
    if (role == Role::add_lanes) {
      first = static_cast<size_t>(numbers_[operation.first_number]);
      count = static_cast<size_t>(lane_count);
    }
    uses.push_back({operation.operands.vectors[i], base + first * size, base + (first + count) * size, is_changed(role),
                    is_aligned(role)});
  }
  return uses;
}

void VectorProgram::divide_into_passes() {
  std::vector<MemoryUse> used;
  for (size_t i = 0; i < operations_.size(); i++) {
    const std::vector<MemoryUse> uses = uses_of(operations_[i]);
    const bool fits = std::all_of(uses.begin(), uses.end(), [&used](const MemoryUse& later) {
      return std::all_of(used.begin(), used.end(), [&later](const MemoryUse& earlier) { return earlier.allows(later); });
    });
    if (i == 0 || !fits) {
      passes_.push_back({i, i});
      used.clear();
    }
    passes_.back().end = i + 1;
    for (const MemoryUse& use : uses) {
      if (std::find(used.begin(), used.end(), use) == used.end()) used.push_back(use);
    }
  }
}

Operands VectorProgram::operands_of(const Operation& operation) const {
  Operands operands = operation.operands;
  operands.numbers = numbers_.data() + operation.first_number;
  return operands;
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
  for (const Pass& pass : passes_) run_pass(pass, table, cancelled);
}

void VectorProgram::run_pass(const Pass& pass, const OperationTable& table, const std::atomic<bool>& cancelled) const {
  size_t first = operations_[pass.begin].begin;
  size_t last = operations_[pass.begin].end;
  for (size_t i = pass.begin; i < pass.end; i++) {
    first = std::min(first, operations_[i].begin);
    last = std::max(last, operations_[i].end);
  }
  for (size_t at = first; at < last; at += piece) {
    if (cancelled.load(std::memory_order_relaxed)) throw Failure(FailureKind::cancelled, "cancelled");
    for (size_t i = pass.begin; i < pass.end; i++) {
      const Operation& operation = operations_[i];
      const size_t begin = std::max(at, operation.begin);
      const size_t end = std::min(at + piece, operation.end);
      if (begin < end) table.kernels[operation.code](operands_of(operation), begin, end);
    }
  }
}

}  // namespace lockstep
