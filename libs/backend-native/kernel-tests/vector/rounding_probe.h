#pragma once

namespace vector_tests {

/** Expressions which compilers give other results when they may contract or rearrange; compiled with several flags. */
struct RoundingProbe {
  const char* name;
  /** a b + c. */
  float (*product_and_sum)(float a, float b, float c);
  double (*product_and_sum_in_double)(double a, double b, double c);
  /** The same of Vec, whose intrinsics a compiler sees through. Of 16 numbers. */
  void (*product_and_sum_of_lanes)(const float* a, const float* b, const float* c, float* out);
  /** x + 0, which is not x where x is -0. */
  float (*plus_zero)(float x);
  /** x != x, true of NaN. */
  bool (*differs_from_itself)(float x);
  /** (a + b) - b, which is not a. */
  float (*add_and_subtract)(float a, float b);
};

}  // namespace vector_tests
