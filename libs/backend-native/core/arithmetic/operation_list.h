#pragma once

#include <cstddef>

namespace lockstep {

/** How an operation uses a vector. Of `aligned` ones element i of the stretch touches element i alone. */
enum class Role {
  /** float32, aligned. */
  read,
  /** float32, aligned, changed. */
  change,
  /** float64, aligned, changed. */
  change_sums,
  /** float64: the eight from the place that the operation's first number names on are added to. */
  add_lanes,
  /** float64, one for each group: added to. */
  add_groups,
  /** float64, all of it read for every element. */
  read_whole,
  /** float64, one: where the first entry is that is not finite; -1: nowhere so far. */
  find,
  /** uint32, aligned from the stretch's begin on: the group of each element. */
  groups,
};

/**
 * Every vector operation: its identifier, how JavaScript calls it, how many numbers it takes, and how it uses each of its
 * vectors. What it does to them is in operations.inc; libs/numerics and libs/optimizer have its definition.
 */
#define LOCKSTEP_OPERATIONS(operation)                                                                       \
  operation(add, "add", 0, Role::change, Role::read)                                                         \
  operation(copy, "copy", 0, Role::change, Role::read)                                                       \
  operation(mean, "mean", 1, Role::change)                                                                   \
  operation(first_non_finite, "first-non-finite", 0, Role::read, Role::find)                                 \
  operation(sum_of_squares, "sum-of-squares", 1, Role::read, Role::add_lanes)                                \
  operation(sum_of_magnitudes, "sum-of-magnitudes", 1, Role::read, Role::add_lanes)                          \
  operation(take_accumulated, "take-accumulated", 1, Role::change, Role::read, Role::change)                 \
  operation(scale_down, "scale-down", 1, Role::change, Role::read, Role::read_whole)                         \
  operation(clip_values, "clip-values", 1, Role::change, Role::read)                                         \
  operation(penalty_gradient, "penalty-gradient", 2, Role::change, Role::read)                               \
  operation(weight_decay, "weight-decay", 2, Role::change)                                                   \
  operation(moving_average, "moving-average", 2, Role::change, Role::read)                                   \
  operation(sgd, "sgd", 1, Role::change, Role::read)                                                         \
  operation(sgd_momentum, "sgd-momentum", 2, Role::change, Role::read, Role::change)                         \
  operation(sgd_nesterov, "sgd-nesterov", 2, Role::change, Role::read, Role::change)                         \
  operation(adam, "adam", 4, Role::change, Role::read, Role::change, Role::change)                           \
  operation(amsgrad, "amsgrad", 4, Role::change, Role::read, Role::change, Role::change, Role::change)       \
  operation(adamax, "adamax", 5, Role::change, Role::read, Role::change, Role::change)                       \
  operation(nadam, "nadam", 9, Role::change, Role::read, Role::change, Role::change)                         \
  operation(rmsprop, "rmsprop", 5, Role::change, Role::read, Role::change)                                   \
  operation(rmsprop_momentum, "rmsprop-momentum", 5, Role::change, Role::read, Role::change, Role::change)   \
  operation(rmsprop_centered, "rmsprop-centered", 5, Role::change, Role::read, Role::change, Role::change)   \
  operation(rmsprop_momentum_centered, "rmsprop-momentum-centered", 5, Role::change, Role::read,             \
            Role::change, Role::change, Role::change)                                                        \
  operation(adagrad, "adagrad", 2, Role::change, Role::read, Role::change)                                   \
  operation(adadelta, "adadelta", 4, Role::change, Role::read, Role::change, Role::change)                   \
  operation(lion, "lion", 5, Role::change, Role::read, Role::change)                                         \
  operation(non_negative, "non-negative", 0, Role::change)                                                   \
  operation(max_norm_factors, "max-norm-factors", 1, Role::change_sums)                                      \
  operation(unit_norm_divisors, "unit-norm-divisors", 0, Role::change_sums)                                  \
  operation(min_max_norm_factors, "min-max-norm-factors", 4, Role::change_sums)                              \
  operation(group_squares, "group-squares", 0, Role::read, Role::add_groups, Role::groups)                   \
  operation(multiply_groups, "multiply-groups", 0, Role::change, Role::read_whole, Role::groups)             \
  operation(divide_groups, "divide-groups", 0, Role::change, Role::read_whole, Role::groups)

/** Codes, such as OperationCode::adam. */
#define LOCKSTEP_CODE(identifier, ...) identifier,
enum class OperationCode { LOCKSTEP_OPERATIONS(LOCKSTEP_CODE) };
#undef LOCKSTEP_CODE

#define LOCKSTEP_COUNT_OPERATION(...) +1
constexpr int operation_count = 0 LOCKSTEP_OPERATIONS(LOCKSTEP_COUNT_OPERATION);
#undef LOCKSTEP_COUNT_OPERATION

/** Vectors of one operation, at most. */
constexpr int most_operands = 5;

/** What an operation's kernel is given besides the elements that it is to do. */
struct Operands {
  /** Where the operation's stretch begins. */
  size_t first;
  /** In the list's order; none shares memory with another. */
  void* vectors[most_operands];
  /** Elements of each. */
  size_t lengths[most_operands];
  const double* numbers;
};

/** Does elements [begin, end) of an operation. Pieces of one come from front to back, and each but the last has a multiple of 8. */
using OperationKernel = void (*)(const Operands&, size_t begin, size_t end);

/** The kernels of all operations for one instruction set, by code. Every set's give the same bits. */
struct OperationTable {
  OperationKernel kernels[operation_count];
};

}  // namespace lockstep
