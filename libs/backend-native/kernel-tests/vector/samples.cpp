#include "vector/samples.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "vector/float_bits.h"

namespace vector_tests {
namespace {

constexpr std::uint32_t stride = 4093;
/** Bit patterns on either side of a special one. */
constexpr std::uint32_t neighbours = 512;

/** xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016). */
class Patterns {
 public:
  std::uint32_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<std::uint32_t>((state_ * 0x2545F4914F6CDD1Du) >> 32);
  }

 private:
  std::uint64_t state_ = 0x9E3779B97F4A7C15u;
};

const float special_values[] = {
    0.0f, 0x1p-149f, 0x1p-126f, 0x1.fffffep-127f, 0x1p-24f, 0.5f, 0x1.fffffep-1f, 1.0f, 0x1.000002p+0f, 1.5f, 3.0f, 0x1p+23f,
    0x1.8p+23f, 0x1.8000fep+23f, 0x1p+24f, 0x1p+64f, 0x1.fffffep+127f, std::numeric_limits<float>::infinity(),
    std::numeric_limits<float>::quiet_NaN(),
};

/** Where the elementary functions begin or cease to be something. */
std::vector<float> turning_points() {
  std::vector<float> points = {0.0f, 0x1p-126f, 1.0f, 9.01f, 12.0f, 16.6f, 17.3f, 64.0f, 87.3366f, 88.7228f, 89.0f, 103.2789f,
                               103.9721f, 104.0f, std::numeric_limits<float>::infinity()};
  // Halfway between multiples of ln 2 (exp, sigmoid), of half of it (tanh).
  for (int n = 0; n < 152; n++) {
    points.push_back(static_cast<float>((n + 0.5) * 0.6931471805599453));
    if (n < 32) points.push_back(static_cast<float>((n + 0.5) * 0.34657359027997264));
  }
  return points;
}

std::vector<float> find_arguments() {
  std::vector<float> arguments;
  for (std::uint64_t bits = 0; bits <= 0xffffffffu; bits += stride) arguments.push_back(float_of(static_cast<std::uint32_t>(bits)));
  for (const float point : turning_points()) {
    for (const std::uint32_t sign : {0u, 0x80000000u}) {
      const std::uint32_t first = (bits_of(point) | sign) - neighbours;
      for (std::uint32_t i = 0; i <= 2 * neighbours; i++) arguments.push_back(float_of(first + i));
    }
  }
  // NaN, quiet and not, of several payloads.
  for (const std::uint32_t bits : {0x7f800001u, 0x7fa00000u, 0x7fbfffffu, 0x7fc00000u, 0x7fc12345u, 0x7fffffffu}) {
    arguments.push_back(float_of(bits));
    arguments.push_back(float_of(bits | 0x80000000u));
  }
  while (arguments.size() % 16 != 0) arguments.push_back(0.0f);
  return arguments;
}

void add(Samples& samples, float a, float b, float c) {
  samples.a.push_back(a);
  samples.b.push_back(b);
  samples.c.push_back(c);
}

void fill_up(Samples& samples) {
  while (samples.a.size() % 16 != 0) add(samples, 1.0f, 1.0f, 1.0f);
}

void add_combinations(Samples& samples) {
  std::vector<float> values;
  for (const float value : special_values) {
    values.push_back(value);
    values.push_back(-value);
  }
  for (const float a : values) {
    for (const float b : values) {
      for (const float c : values) add(samples, a, b, c);
    }
  }
}

/** 1.m * 2^exponent, either sign. */
float number_of(std::uint32_t pattern, int exponent) {
  return std::ldexp(float_of((pattern & 0x807fffffu) | 0x3f800000u), exponent);
}

/** Any bits; and a c that is so near to a b that they cancel or overlap. */
void add_random(Samples& samples) {
  Patterns patterns;
  for (int i = 0; i < 100000; i++) {
    const float a = float_of(patterns.next());
    const float b = float_of(patterns.next());
    add(samples, a, b, float_of(patterns.next()));
    const float factor = number_of(patterns.next(), static_cast<int>(patterns.next() % 120) - 60);
    const float other = number_of(patterns.next(), static_cast<int>(patterns.next() % 120) - 60);
    const int apart = static_cast<int>(patterns.next() % 56) - 28;
    add(samples, factor, other, number_of(patterns.next(), std::ilogb(factor) + std::ilogb(other) + apart));
  }
}

Samples find_operands() {
  Samples samples = close_sums();
  add_combinations(samples);
  add_random(samples);
  fill_up(samples);
  return samples;
}

}  // namespace

Samples close_sums() {
  Samples samples;
  Patterns patterns;
  for (int exponent = -148; exponent <= 100; exponent++) {
    for (int i = 0; i < 16; i++) {
      // a b is half of a unit of c's last place, times 1 - 2^-46 or 1 + 2^-23.
      const float c = std::ldexp(1.0f + static_cast<float>(patterns.next() >> 9) * 0x1p-23f, exponent);
      const int half_unit = exponent < -126 ? -150 : exponent - 24;
      const int part = half_unit / 2;
      const float sign = i % 2 == 0 ? 1.0f : -1.0f;
      const float a = std::ldexp(1.0f + 0x1p-23f, part) * sign;
      const float b = std::ldexp(1.0f - (i % 4 < 2 ? 0x1p-23f : 0.0f), half_unit - part);
      add(samples, a, b, c);
      add(samples, a, b, -c);
    }
  }
  fill_up(samples);
  return samples;
}

const std::vector<float>& argument_samples() {
  static const std::vector<float> arguments = find_arguments();
  return arguments;
}

const Samples& operand_samples() {
  static const Samples samples = find_operands();
  return samples;
}

}  // namespace vector_tests
