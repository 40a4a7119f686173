#pragma once

#include <cstddef>

namespace layer_tests {

/**
 * While it lives, this program gets no piece of memory that is larger: what a hostile program asks for is refused, as by a
 * machine that has not got so much, without first filling the machine that tests it. (The linker leads all that the tests
 * and the core ask for through here, see LINK_FLAGS_OF_layers.)
 */
class MemoryLimit {
 public:
  explicit MemoryLimit(std::size_t largest_piece);
  ~MemoryLimit();
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;
};

}  // namespace layer_tests
