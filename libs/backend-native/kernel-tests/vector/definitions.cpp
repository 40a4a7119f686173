#include "vector/definitions.h"

#include <cmath>
#include <cstring>

#include "vector/float_bits.h"
#include "vector/samples.h"

namespace vector_tests {
namespace {

/** Two roundings: the product is put into memory in between, so that no compiler can fuse. */
float product_and_sum(float a, float b, float c) {
  volatile float product = a * b;
  return product + c;
}

const Definition definitions[] = {
    {"fma", [](float a, float b, float c) { return std::fma(a, b, c); }},
    {"add", [](float a, float b, float) { return a + b; }},
    {"subtract", [](float a, float b, float) { return a - b; }},
    {"multiply", [](float a, float b, float) { return a * b; }},
    {"divide", [](float a, float b, float) { return a / b; }},
    {"product_and_sum", product_and_sum},
    {"less", [](float a, float b, float c) { return a < b ? b : c; }},
    {"greater", [](float a, float b, float c) { return a > b ? b : c; }},
    {"at_most", [](float a, float b, float) { return a > b ? b : a; }},
    {"at_least", [](float a, float b, float) { return a < b ? b : a; }},
    {"absolute", [](float a, float, float) { return float_of(bits_of(a) & 0x7fffffffu); }},
    {"with_sign", [](float a, float b, float) { return float_of((bits_of(a) & 0x7fffffffu) | (bits_of(b) & 0x80000000u)); }},
    {"low_bits_as_exponent", [](float a, float, float) { return float_of(bits_of(a) << 23); }},
    {"zero", [](float a, float, float) { return a + 0.0f; }},
    {"all", [](float a, float, float) { return a * 3.0f; }},
    {"all_of", [](float a, float, float) { return a + operand_samples().b[0]; }},
};

}  // namespace

const Definition* definition_of(const char* name) {
  for (const Definition& definition : definitions) {
    if (std::strcmp(definition.name, name) == 0) return &definition;
  }
  return nullptr;
}

}  // namespace vector_tests
