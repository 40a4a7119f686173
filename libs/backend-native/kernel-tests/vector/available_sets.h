#pragma once

#include <vector>

#include "vector/lane_set.h"

namespace vector_tests {

/** Those that this processor can run, the portable one of 8 lanes last. */
const std::vector<const LaneSet*>& available_sets();

}  // namespace vector_tests
