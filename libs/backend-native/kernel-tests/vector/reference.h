#pragma once

#include "vector/lane_set.h"

namespace vector_tests {

/** An elementary function in float64, which is as good as the true value here: libm's errors are below 1e-8 of a float32's last place. */
struct Reference {
  const char* name;
  double (*of)(double x);
};

/** In the order of OperationIndex. */
extern const Reference references[elementary_count];

/**
 * |result - truth| in units in the last place of the truth: the distance of the float32 about it, at least 2^-149. Infinity counts as
 * 2^128, the number that would come after the largest. NaN for NaN is 0, for anything else infinite.
 */
double error_in_units(float result, double truth);

}  // namespace vector_tests
