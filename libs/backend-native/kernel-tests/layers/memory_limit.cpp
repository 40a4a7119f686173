#include "layers/memory_limit.h"

#include <atomic>
#include <limits>
#include <new>

namespace layer_tests {
namespace {

constexpr std::size_t any_size = std::numeric_limits<std::size_t>::max();
std::atomic<std::size_t> largest{any_size};

}  // namespace

MemoryLimit::MemoryLimit(std::size_t largest_piece) { largest = largest_piece; }
MemoryLimit::~MemoryLimit() { largest = any_size; }

}  // namespace layer_tests

// The names are the linker's, for --wrap: operator new(size_t) and aligned_alloc.
extern "C" {

void* __real__Znwm(std::size_t size);
void* __real_aligned_alloc(std::size_t alignment, std::size_t size);

void* __wrap__Znwm(std::size_t size) {
  if (size > layer_tests::largest) throw std::bad_alloc();
  return __real__Znwm(size);
}

void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  return size > layer_tests::largest ? nullptr : __real_aligned_alloc(alignment, size);
}
}
