#include "arithmetic/large_pages.h"

#include <cstddef>
#include <cstdint>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace lockstep {

#if defined(__linux__) && defined(MADV_HUGEPAGE)

namespace {

/** Less is not worth a call of the system, or the memory that a large page may waste. */
constexpr size_t least_bytes = size_t{4} << 20;

}  // namespace

void want_large_pages(void* begin, void* end) {
  const uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t first = (reinterpret_cast<uintptr_t>(begin) + page - 1) / page * page;
  const uintptr_t last = reinterpret_cast<uintptr_t>(end) / page * page;
  // It is a wish: where it is not granted, pages are as small as ever.
  if (last > first && last - first >= least_bytes) madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

#else

void want_large_pages(void*, void*) {}

#endif

}  // namespace lockstep
