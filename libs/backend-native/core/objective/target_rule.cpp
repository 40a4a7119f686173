#include "objective/target_rule.h"

#include <cmath>

#include "failure.h"

namespace lockstep {

namespace {

/** Row, entry and place of a target, from 0. */
std::string place_of(const CheckedTargets& checked, size_t entry, size_t place) {
  std::string text = "row " + std::to_string(entry / checked.entries_per_row);
  if (checked.entries_per_row > 1) text += ", entry " + std::to_string(entry % checked.entries_per_row);
  if (checked.target_width > 1) text += ", value " + std::to_string(place);
  return text;
}

bool counts(const CheckedTargets& checked, size_t entry) {
  if (checked.mask != nullptr && checked.mask[entry] == 0) return false;
  return checked.weights == nullptr || checked.weights[entry] != 0;
}

}  // namespace

bool TargetRule::holds(float target) const {
  switch (kind) {
    case Kind::anything:
      return true;
    case Kind::side:
      return target == -1 || target == 0 || target == 1;
    case Kind::class_number:
      return target >= 0 && static_cast<double>(target) < static_cast<double>(classes) && std::floor(target) == target;
  }
  return false;
}

std::string TargetRule::expected() const {
  if (kind == Kind::side) return "-1 or 1 (or 0 for -1)";
  return "a class number from 0 to " + std::to_string(classes - 1);
}

void check_targets(const CheckedTargets& checked, const TargetRule& rule) {
  if (rule.kind == TargetRule::Kind::anything) return;
  for (size_t entry = 0; entry < checked.entries; entry++) {
    if (!counts(checked, entry)) continue;
    const float* targets = checked.targets + entry * checked.target_width;
    for (size_t i = 0; i < checked.target_width; i++) {
      const double target = targets[i];
      if (rule.holds(targets[i]) || (checked.ignored != nullptr && target == *checked.ignored)) continue;
      throw Failure(FailureKind::wrong_target,
                    "targets: " + place_of(checked, entry, i) + ": expected " + rule.expected() + ", got ", target);
    }
  }
}

}  // namespace lockstep
