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

/** A vector of JavaScript's. */
struct OperandMemory {
  ElementType type;
  void* data;
  /** In elements. */
  size_t length;
};

}  // namespace lockstep
