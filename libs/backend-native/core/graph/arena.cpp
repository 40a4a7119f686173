#include "graph/arena.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace lockstep {
namespace {

constexpr size_t line = 64;
constexpr size_t first_block = 64 * 1024;

size_t to_line(size_t count) { return (count + line - 1) / line * line; }

}  // namespace

void Arena::Free::operator()(void* memory) const { std::free(memory); }

float* Arena::zeros(size_t count) {
  float* values = floats(count);
  std::memset(values, 0, count * sizeof(float));
  return values;
}

void* Arena::bytes(size_t count) {
  const size_t size = to_line(count == 0 ? 1 : count);
  while (block_ < blocks_.size() && used_ + size > blocks_[block_].size) {
    block_++;
    used_ = 0;
  }
  if (block_ == blocks_.size()) add_block(size);
  char* at = static_cast<char*>(blocks_[block_].memory.get()) + used_;
  used_ += size;
  return at;
}

void Arena::add_block(size_t least) {
  // Twice what there is: a few blocks reach any size.
  const size_t size = std::max({to_line(least), first_block, to_line(capacity())});
  void* memory = std::aligned_alloc(line, size);
  if (memory == nullptr) throw std::bad_alloc();
  blocks_.push_back({std::unique_ptr<void, Free>(memory), size});
}

void Arena::reset() {
  block_ = 0;
  used_ = 0;
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
