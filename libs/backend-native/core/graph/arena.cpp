#include "graph/arena.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "arithmetic/large_pages.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace lockstep {
namespace {

constexpr size_t line = 64;
constexpr size_t first_block = 64 * 1024;
/** Of a large page. Blocks of several begin on one, so that all of them can be made of large pages. */
constexpr size_t large_page = size_t{2} << 20;

size_t to_line(size_t count) { return (count + line - 1) / line * line; }

#if defined(__SANITIZE_ADDRESS__)
/** Between two pieces, so that AddressSanitizer sees who goes beyond one. */
constexpr size_t gap = line;
void forbid(void* memory, size_t size) { __asan_poison_memory_region(memory, size); }
/** With NaN, so that results show who reads what was never written. */
void allow(void* memory, size_t size) {
  __asan_unpoison_memory_region(memory, size);
  std::memset(memory, 0xff, size);
}
#else
constexpr size_t gap = 0;
void forbid(void*, size_t) {}
void allow(void*, size_t) {}
#endif

}  // namespace

void Arena::Free::operator()(void* memory) const { std::free(memory); }

float* Arena::zeros(size_t count) {
  float* values = floats(count);
  std::memset(values, 0, count * sizeof(float));
  return values;
}

void* Arena::bytes(size_t count) {
  const size_t size = to_line(count == 0 ? 1 : count) + gap;
  while (block_ < blocks_.size() && used_ + size > blocks_[block_].size) {
    block_++;
    used_ = 0;
  }
  if (block_ == blocks_.size()) add_block(size);
  char* at = static_cast<char*>(blocks_[block_].memory.get()) + used_;
  used_ += size;
  forbid(at, size);
  allow(at, count);
  return at;
}

void Arena::add_block(size_t least) {
  // Twice what there is: a few blocks reach any size.
  const size_t size = std::max({to_line(least), first_block, to_line(capacity())});
  const bool is_large = size >= 2 * large_page;
  void* memory = is_large ? std::aligned_alloc(large_page, (size + large_page - 1) / large_page * large_page)
                          : std::aligned_alloc(line, size);
  if (memory == nullptr) throw std::bad_alloc();
  // Kernels go down columns of matrices: with small pages nearly every row is on another one.
  if (is_large) want_large_pages(memory, static_cast<char*>(memory) + size);
  forbid(memory, size);
  blocks_.push_back({std::unique_ptr<void, Free>(memory), size});
}

void Arena::reset() {
  block_ = 0;
  used_ = 0;
  for (const MemoryBlock& block : blocks_) forbid(block.memory.get(), block.size);
  if (blocks_.size() <= 1) return;
  const size_t all = capacity();
  blocks_.clear();
  add_block(all);
}

size_t Arena::capacity() const {
  size_t size = 0;
  for (const MemoryBlock& block : blocks_) size += block.size;
  return size;
}

}  // namespace lockstep
