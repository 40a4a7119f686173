#pragma once

namespace vector_tests {

/** Whether this processor, and its operating system, run what is compiled with the flags of avx2 and of avx512. */
bool has_avx2();
bool has_avx512();

}  // namespace vector_tests
