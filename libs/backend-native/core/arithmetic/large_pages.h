#pragma once

namespace lockstep {

/**
 * Memory from `begin` to `end` is about to be written for the first time: where it is large, the system is asked for large
 * pages. Each page that is new costs a fault, which took most of the time that a copy of a large vector took.
 */
void want_large_pages(void* begin, void* end);

}  // namespace lockstep
