#pragma once

#include <cstddef>
#include <string>

namespace lockstep {

/** What each target value must be. */
struct TargetRule {
  enum class Kind { anything, side, class_number };

  Kind kind = Kind::anything;
  /** Of class numbers: how many there are. */
  size_t classes = 0;

  static TargetRule side() { return {Kind::side, 0}; }
  static TargetRule class_number(size_t classes) { return {Kind::class_number, classes}; }

  bool holds(float target) const;
  /** For people: "a class number from 0 to 3". */
  std::string expected() const;
};

/** Targets of many entries, with what decides which of them count. */
struct CheckedTargets {
  const float* targets;
  size_t target_width;
  size_t entries;
  size_t entries_per_row;
  /** (entries), or null. */
  const float* weights;
  const float* mask;
  /** A target that need not hold to the rule, or null. */
  const double* ignored;
};

/** @throws Failure naming the first target that counts and breaks the rule */
void check_targets(const CheckedTargets& checked, const TargetRule& rule);

}  // namespace lockstep
