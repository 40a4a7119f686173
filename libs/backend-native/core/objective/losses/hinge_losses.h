#pragma once

#include "numerics/ecmascript.h"

// Elements of hinge losses: targets are -1 or 1, or 0 for -1.

namespace lockstep {

inline double side_of(double target) { return target == 0 ? -1 : target; }

inline double margin_of(double output, double target) {
  return numerics::larger_of(1 - side_of(target) * output, 0);
}

/** max(1 - y p, 0). */
struct Hinge {
  double value(double output, double target) const { return margin_of(output, target); }
  double slope(double output, double target) const {
    return 1 - side_of(target) * output >= 0 ? -side_of(target) : 0;
  }
};

/** max(1 - y p, 0) squared. */
struct SquaredHinge {
  double value(double output, double target) const { return margin_of(output, target) * margin_of(output, target); }
  double slope(double output, double target) const { return -2 * side_of(target) * margin_of(output, target); }
};

}  // namespace lockstep
