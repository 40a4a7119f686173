#pragma once

#include <cstddef>
#include <cstdint>

#include "arithmetic/operation_list.h"

namespace lockstep {

enum class ElementType { float32, float64, uint32 };

inline size_t size_of(ElementType type) { return type == ElementType::float64 ? sizeof(double) : sizeof(float); }

inline ElementType type_of(Role role) {
  switch (role) {
    case Role::read:
    case Role::change:
      return ElementType::float32;
    case Role::groups:
      return ElementType::uint32;
    default:
      return ElementType::float64;
  }
}

inline bool is_changed(Role role) { return role != Role::read && role != Role::read_whole && role != Role::groups; }

/** Whether element i of the stretch touches element i of the vector alone. */
inline bool is_aligned(Role role) { return role == Role::read || role == Role::change || role == Role::change_sums; }

/** A vector of JavaScript's. */
struct OperandMemory {
  ElementType type;
  void* data;
  /** In elements. */
  size_t length;
};

/** Memory that an operation touches, and how. */
struct MemoryUse {
  const void* base;
  uintptr_t begin;
  uintptr_t end;
  bool changed;
  bool aligned;

  bool operator==(const MemoryUse& other) const {
    return base == other.base && begin == other.begin && end == other.end && changed == other.changed &&
           aligned == other.aligned;
  }

  bool overlaps(const MemoryUse& other) const { return begin < other.end && other.begin < end; }

  /** Whether two operations may be done piece by piece together, as far as these are concerned. */
  bool allows(const MemoryUse& later) const {
    if (!overlaps(later) || (!changed && !later.changed)) return true;
    return aligned && later.aligned && base == later.base;
  }
};

}  // namespace lockstep
