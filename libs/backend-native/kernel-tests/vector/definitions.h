#pragma once

namespace vector_tests {

/** What an operation of lane_set.inc must give for one lane, in plain C++. */
struct Definition {
  const char* name;
  float (*of)(float a, float b, float c);
};

/** Null for a name that has none: an elementary function. */
const Definition* definition_of(const char* name);

}  // namespace vector_tests
