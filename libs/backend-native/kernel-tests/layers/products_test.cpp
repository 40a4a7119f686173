// Products against their definition, one chain of fused multiply-adds for each element: packed weights and outer products of
// every shape at which a tile, a panel or a pass of k ends, in memory of exactly the size that they may touch.

#include <cmath>
#include <vector>

#include "check/check.h"
#include "kernels/pack.h"
#include "layers/tested_kernels.h"
#include "objective/digest.h"
#include "objective/random_numbers.h"

using namespace lockstep;
using objective_tests::Digest;
using objective_tests::RandomNumbers;

namespace {

constexpr int product_count = 80;
constexpr int outer_count = 60;

/** Up to `most`; often near a multiple of what tiles, panels and passes are made of. */
int any_size(int most, RandomNumbers& random) {
  constexpr int edges[] = {1, 4, 6, 14, 16, 32, 48, 256, 384, 512, 768, 1024};
  const int size = random.below(2) == 0 ? 1 + static_cast<int>(random.below(static_cast<std::uint32_t>(most)))
                                        : edges[random.below(12)] + static_cast<int>(random.below(3)) - 1;
  return size < 1 ? 1 : (size > most ? most : size);
}

std::vector<const Kernels*> all_kernels() {
  std::vector<const Kernels*> all = layer_tests::other_kernels();
  all.push_back(&layer_tests::portable_kernels());
  return all;
}

size_t cells(int rows, stride_t stride) { return static_cast<size_t>(rows) * static_cast<size_t>(stride); }

void expect_same(const std::vector<float>& found, const std::vector<float>& expected, const char* what, const Kernels& kernels) {
  Digest digests[2];
  digests[0].take(found.data(), found.size());
  digests[1].take(expected.data(), expected.size());
  CHECK(digests[0].value() == digests[1].value(), what << " on " << kernels.name);
}

/** A product with its memory. */
struct AnyProduct {
  Product at{};
  int b_columns;
  std::vector<float> a;
  /** (k, b_columns). */
  std::vector<float> b;
  std::vector<float> c;
  std::vector<float> bias;

  explicit AnyProduct(RandomNumbers& random) {
    at.rows = any_size(60, random);
    at.segments = random.below(2) == 0 ? 1 : 1 + static_cast<int>(random.below(5));
    at.length = any_size(at.segments == 1 ? 700 : 90, random);
    at.segment = at.length + random.below(20);
    at.a_row = at.segment * at.segments + random.below(5);
    b_columns = any_size(80, random);
    at.columns = padded(b_columns);
    at.c_row = at.columns + 16 * random.below(2);
    at.start = static_cast<Start>(random.below(3));
    a = random.floats(cells(at.rows, at.a_row), -1, 1);
    b = random.floats(cells(at.segments * at.length, b_columns), -1, 1);
    c = random.floats(cells(at.rows, at.c_row), -1, 1);
    bias = random.floats(static_cast<size_t>(at.columns), -1, 1);
  }

  std::vector<float> by(const Kernels& kernels) const {
    const int k = at.segments * at.length;
    std::vector<float> panels(packed_floats(k, 1, b_columns));
    pack(kernels, {b.data(), b_columns, 1}, k, 1, b_columns, panels.data());
    std::vector<float> to = c;
    Product product = at;
    product.a = a.data();
    product.panels = panels.data();
    product.c = to.data();
    product.bias = at.start == Start::bias ? bias.data() : nullptr;
    kernels.multiply(product);
    return to;
  }

  float element(int i, int j) const {
    const float old = c[cells(i, at.c_row) + static_cast<size_t>(j)];
    float sum = at.start == Start::zero ? 0 : at.start == Start::bias ? bias[static_cast<size_t>(j)] : old;
    for (int k = 0; k < at.segments * at.length; k++) {
      const stride_t of_a = i * at.a_row + k / at.length * at.segment + k % at.length;
      const float right = j < b_columns ? b[cells(k, b_columns) + static_cast<size_t>(j)] : 0;
      sum = std::fma(a[static_cast<size_t>(of_a)], right, sum);
    }
    return sum;
  }

  std::vector<float> by_definition() const {
    std::vector<float> to = c;
    for (int i = 0; i < at.rows; i++) {
      for (int j = 0; j < at.columns; j++) to[cells(i, at.c_row) + static_cast<size_t>(j)] = element(i, j);
    }
    return to;
  }
};

/** An outer product with its memory: one to three groups, each of some factors and perhaps one of ones, and as many parts. */
struct AnyOuterProduct {
  OuterProduct at{};
  std::vector<std::vector<OuterFactor>> factors;
  std::vector<FactorGroup> groups;
  std::vector<std::vector<float>> data;
  std::vector<OuterPart> parts;
  std::vector<std::vector<float>> b;

  AnyOuterProduct(int k, RandomNumbers& random) {
    at.rows = 1 + static_cast<int>(random.below(12));
    at.steps = (k + at.rows - 1) / at.rows;
    for (std::uint32_t left = 1 + random.below(3); left > 0; left--) add_group(random);
    for (const std::vector<OuterFactor>& of_group : factors) {
      groups.push_back({of_group.data(), static_cast<int>(of_group.size()), 0});
      for (const OuterFactor& factor : of_group) groups.back().columns += factor.columns;
    }
    for (std::uint32_t left = 1 + random.below(3); left > 0; left--) add_part(random);
  }

  void add_group(RandomNumbers& random) {
    factors.emplace_back();
    for (std::uint32_t left = 1 + random.below(2); left > 0; left--) {
      const int columns = any_size(40, random);
      const stride_t row = columns + random.below(4);
      data.push_back(random.floats(cells(at.steps, row * at.rows), -1, 1));
      factors.back().push_back({data.back().data(), row * at.rows, row, columns});
    }
    if (random.below(2) == 0) factors.back().push_back({nullptr, 0, 0, 1});
  }

  void add_part(RandomNumbers& random) {
    OuterPart part{};
    const std::uint32_t all = static_cast<std::uint32_t>(groups.size());
    part.first_group = static_cast<int>(random.below(all));
    part.group_count = 1 + static_cast<int>(random.below(all - static_cast<std::uint32_t>(part.first_group)));
    part.columns = padded(any_size(70, random));
    part.b_row = part.columns + 16 * random.below(2);
    part.b_step = part.b_row * at.rows;
    part.c_row = part.columns + 16 * random.below(2);
    b.push_back(random.floats(cells(at.steps, part.b_step), -1, 1));
    part.b = b.back().data();
    parts.push_back(part);
  }

  /** C of all parts, one after the other. */
  std::vector<float> by(const Kernels& kernels) const {
    const int count = static_cast<int>(groups.size());
    std::vector<float> scratch(kernels.outer_scratch(at.steps * at.rows, groups.data(), count));
    std::vector<std::vector<float>> products;
    std::vector<OuterPart> with_room = parts;
    for (OuterPart& part : with_room) {
      int rows = 0;
      for (int g = 0; g < part.group_count; g++) rows += groups[static_cast<size_t>(part.first_group + g)].columns;
      products.emplace_back(cells(rows, part.c_row));
      part.c = products.back().data();
    }
    kernels.outer({at.steps, at.rows, groups.data(), count, with_room.data(), static_cast<int>(parts.size()), scratch.data()});
    std::vector<float> all;
    for (const std::vector<float>& product : products) all.insert(all.end(), product.begin(), product.end());
    return all;
  }

  std::vector<float> by_definition() const {
    std::vector<float> all;
    for (const OuterPart& part : parts) {
      for (int g = part.first_group; g < part.first_group + part.group_count; g++) {
        for (const OuterFactor& factor : factors[static_cast<size_t>(g)]) add_rows(factor, part, all);
      }
    }
    return all;
  }

  void add_rows(const OuterFactor& factor, const OuterPart& part, std::vector<float>& to) const {
    for (int i = 0; i < factor.columns; i++) {
      for (int j = 0; j < part.c_row; j++) to.push_back(j < part.columns ? element(factor, i, part, j) : 0);
    }
  }

  float element(const OuterFactor& factor, int i, const OuterPart& part, int j) const {
    float sum = 0;
    for (int step = 0; step < at.steps; step++) {
      for (int row = 0; row < at.rows; row++) {
        const float left = factor.data == nullptr ? 1 : factor.data[step * factor.step + row * factor.row + i];
        sum = std::fma(left, part.b[step * part.b_step + row * part.b_row + j], sum);
      }
    }
    return sum;
  }
};

}  // namespace

TEST(products_are_chains_of_fused_multiply_adds) {
  RandomNumbers random;
  Digest digest;
  for (int i = 0; i < product_count; i++) {
    const AnyProduct product(random);
    const std::vector<float> expected = product.by_definition();
    digest.take(expected.data(), expected.size());
    for (const Kernels* kernels : all_kernels()) expect_same(product.by(*kernels), expected, "a product", *kernels);
  }
  digest.print("products");
}

/** Of k up to several passes: sums are put down and taken up again. */
TEST(outer_products_are_chains_of_fused_multiply_adds) {
  RandomNumbers random;
  Digest digest;
  for (int i = 0; i < outer_count; i++) {
    const AnyOuterProduct product(any_size(i % 4 == 0 ? 1700 : 300, random), random);
    const std::vector<float> expected = product.by_definition();
    digest.take(expected.data(), expected.size());
    for (const Kernels* kernels : all_kernels()) expect_same(product.by(*kernels), expected, "an outer product", *kernels);
  }
  digest.print("outer-products");
}
