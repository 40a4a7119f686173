#pragma once

#include <cstddef>

#include "cells/cells.h"

namespace lockstep {

using stride_t = std::ptrdiff_t;

/** Columns of every matrix that a kernel writes are padded to a multiple of this, in floats: a line of the cache. */
constexpr int lane_pad = 16;

constexpr int padded(int columns) { return (columns + lane_pad - 1) / lane_pad * lane_pad; }

/**
 * Floats from row to row of a matrix whose rows are gone down in columns of a line: were they apart by a power of two, all these lines would
 * fall into few sets of the first-level cache, and push each other out.
 */
constexpr int spread_row(int columns) { return padded(columns) % 64 == 0 ? padded(columns) + lane_pad : padded(columns); }

/** What each element of a product begins with, before the first multiplication is added to it. */
enum class Start {
  /** 0. */
  zero,
  /** The value of its column in `bias`. */
  bias,
  /** What is there already. */
  old,
};

/**
 * C = start + A B, with B packed in panels (see pack.h). Each element of C is one chain of fused multiply-adds along k
 * in ascending order; nothing else of the product's shape reaches its bits.
 */
struct Product {
  int rows;
  /** A: element (i, k) at a[i * a_row + (k / length) * segment + k % length], so that k may jump from gate to gate. */
  const float* a;
  stride_t a_row;
  int segments;
  int length;
  stride_t segment;
  /** B, (segments * length, columns) in panels. */
  const float* panels;
  /** A multiple of lane_pad. */
  int columns;
  float* c;
  stride_t c_row;
  Start start;
  /** (columns), where start is bias. */
  const float* bias;
  /** What is read after the product, and is not expected in the caches: asked for meanwhile. */
  const float* next = nullptr;
  stride_t next_floats = 0;
  /** Where B is but some rows of what was packed: rows of that, and the first of B's; 0: all. */
  int packed_k = 0;
  int first_k = 0;
};

/** One factor of an outer product: k rows that were gathered by time step and row. */
struct OuterFactor {
  /** Row (t, b) at data + t * step + b * row; null: ones, whose product is a sum of columns. */
  const float* data;
  stride_t step;
  stride_t row;
  int columns;
};

/** Factors side by side, which some parts of an outer product have and others have not. */
struct FactorGroup {
  const OuterFactor* factors;
  int count;
  /** Of all of them. */
  int columns;
};

/** C_f = A_f^T B for the factors f of some groups. Rows of C_f stand one below the other in the order of the factors. */
struct OuterPart {
  int first_group;
  int group_count;
  /** (steps, rows, columns); columns are a multiple of lane_pad. */
  const float* b;
  stride_t b_step;
  stride_t b_row;
  int columns;
  /** (sum of the factors' columns, columns). */
  float* c;
  stride_t c_row;
};

/**
 * Products of factors over k = (t, b), t ascending, then b: the gradients of the weights of one micro-batch. What several
 * parts have as a factor is gathered once.
 */
struct OuterProduct {
  int steps;
  /** Rows of each time step. */
  int rows;
  const FactorGroup* groups;
  int group_count;
  const OuterPart* parts;
  int part_count;
  /** Room of outer_scratch floats. */
  float* scratch;
};

/** Functions that every instruction set has; the rest are computed one value at a time, see numerics/activations.h. */
enum class VectorFunction { linear, tanh, sigmoid, relu };

/** A block of a matrix whose columns are a multiple of lane_pad. */
struct Block {
  int rows;
  int columns;
  float* data;
  stride_t row;
};

/** The kernels of one instruction set. They all give the same bits. */
struct Kernels {
  /** As it is named to people: avx512, avx2, neon, portable. */
  const char* name;
  /** Columns of a panel of packed weights. */
  int panel;
  void (*multiply)(const Product&);
  void (*outer)(const OuterProduct&);
  /** Floats of scratch that an outer product of so many k and these groups wants. */
  size_t (*outer_scratch)(int k, const FactorGroup* groups, int group_count);
  /** f(x) in place. */
  void (*activate)(VectorFunction, const Block&);
  /** to = d f'(x), from y = f(x); blocks of the same sizes, of which `to` may be either of the others. */
  void (*activation_gradient)(VectorFunction, const Block& y, const Block& d, const Block& to);
  /** By number of the cell. */
  CellStages cells[cell_count];
};

}  // namespace lockstep
