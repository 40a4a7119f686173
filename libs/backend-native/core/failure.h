#pragma once

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace lockstep {

/** Why the core refused, as BackendError's codes are; wrong_target is ObjectiveError's. */
enum class FailureKind { unsupported_model, wrong_length, wrong_value, not_ready, cancelled, wrong_program, wrong_target };

/**
 * The one error of the core. Where a number that came is part of the message it is `value`: JavaScript appends it, so that
 * numbers are spelled as everywhere else.
 */
class Failure : public std::runtime_error {
 public:
  Failure(FailureKind kind, const std::string& message) : std::runtime_error(message), kind(kind) {}
  Failure(FailureKind kind, const std::string& message, double value)
      : std::runtime_error(message), kind(kind), has_value(true), value(value) {}

  FailureKind kind;
  bool has_value = false;
  double value = 0;
};

}  // namespace lockstep
