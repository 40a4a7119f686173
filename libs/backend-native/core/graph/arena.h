#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace lockstep {

/**
 * Memory of one slot for what a computation needs while it runs. It is taken piece by piece, and given back all at once. A
 * computation that is larger than any before adds a block; at the next `reset` all blocks become one, so that nothing is
 * allocated any more from then on.
 */
class Arena {
 public:
  /** `count` floats on a line of the cache, not initialised. */
  float* floats(size_t count) { return static_cast<float*>(bytes(count * sizeof(float))); }
  float* zeros(size_t count);

  /** An object, which is never destroyed: only of types that need not be. */
  template <class Type, class... Members>
  Type* make(Members... members) {
    static_assert(std::is_trivially_destructible<Type>::value, "nothing in an arena is destroyed");
    return new (bytes(sizeof(Type))) Type{members...};
  }
  template <class Type>
  Type* array(size_t count) {
    static_assert(std::is_trivially_destructible<Type>::value, "nothing in an arena is destroyed");
    return new (bytes(count * sizeof(Type))) Type[count]();
  }

  /** A place to come back to. */
  struct Mark {
    size_t block;
    size_t used;
  };
  Mark mark() const { return {block_, used_}; }
  /** Gives back what was taken since. */
  void release(Mark mark) {
    block_ = mark.block;
    used_ = mark.used;
  }

  /** Gives everything back. */
  void reset();

  /** Bytes that it holds from the system. */
  size_t capacity() const;

 private:
  struct Free {
    void operator()(void* memory) const;
  };
  struct MemoryBlock {
    std::unique_ptr<void, Free> memory;
    size_t size;
  };

  void* bytes(size_t count);
  void add_block(size_t least);

  std::vector<MemoryBlock> blocks_;
  size_t block_ = 0;
  size_t used_ = 0;
};

}  // namespace lockstep
