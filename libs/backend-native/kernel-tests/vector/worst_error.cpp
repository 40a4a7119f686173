#include "vector/worst_error.h"

namespace vector_tests {

void WorstError::include(const Reference& reference, const float* arguments, const float* results, std::size_t count) {
  for (std::size_t i = 0; i < count; i++) {
    include({error_in_units(results[i], reference.of(arguments[i])), arguments[i]});
  }
}

void WorstError::include(const WorstError& other) {
  if (other.units > units) *this = other;
}

}  // namespace vector_tests
