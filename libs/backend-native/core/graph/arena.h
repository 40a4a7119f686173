#pragma once

#include <cstddef>
#include <limits>
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
  float* floats(size_t count) { return static_cast<float*>(bytes(size_of<float>(count))); }
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
    return new (bytes(size_of<Type>(count))) Type[count]();
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

  /** @throws bad_alloc where no memory is so large */
  template <class Type>
  static size_t size_of(size_t count) {
    if (count > std::numeric_limits<size_t>::max() / 2 / sizeof(Type)) throw std::bad_alloc();
    return count * sizeof(Type);
  }

  void* bytes(size_t count);
  void add_block(size_t least);

  std::vector<MemoryBlock> blocks_;
  size_t block_ = 0;
  size_t used_ = 0;
};

}  // namespace lockstep
