#include "graph/arena.h"

#include <cmath>
#include <cstdint>

#include "check/check.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

using lockstep::Arena;

TEST(an_arena_becomes_one_block_and_stays_it) {
  Arena arena;
  for (int time = 0; time < 3; time++) {
    arena.reset();
    const size_t before = arena.capacity();
    for (size_t count = 1; count < 200000; count *= 3) {
      float* values = arena.floats(count);
      CHECK(reinterpret_cast<std::uintptr_t>(values) % 64 == 0, "begins within a line of the cache");
      values[0] = values[count - 1] = 1;
    }
    CHECK(time == 0 || arena.capacity() == before, "grew from " << before << " to " << arena.capacity());
  }
}

#if defined(__SANITIZE_ADDRESS__)

/** Without this, the other tests of this program would see no kernel that goes beyond a matrix. */
TEST(the_sanitizer_knows_what_an_arena_gave) {
  Arena arena;
  const Arena::Mark mark = arena.mark();
  float* first = arena.floats(7);
  float* second = arena.floats(100);
  CHECK(std::isnan(first[0]) && std::isnan(second[99]), "what nobody wrote is no number");
  CHECK(__asan_address_is_poisoned(first + 7) != 0, "behind the first piece");
  CHECK(__asan_address_is_poisoned(second - 1) != 0, "before the second piece");
  CHECK(__asan_address_is_poisoned(second + 100) != 0, "behind the second piece");
  arena.release(mark);
  arena.floats(1);
  CHECK(__asan_address_is_poisoned(first + 1) != 0, "behind a piece in released memory");
  arena.reset();
  CHECK(__asan_address_is_poisoned(first) != 0, "after a reset");
}

#endif
