#pragma once

#include <cmath>

#include "numerics/ecmascript.h"
#include "numerics/elementary.h"
#include "objective/losses/epsilon.h"

// Elements of losses between numbers.

namespace lockstep {

struct MeanSquaredError {
  double value(double output, double target) const { return (output - target) * (output - target); }
  double slope(double output, double target) const { return 2 * (output - target); }
};

struct MeanAbsoluteError {
  double value(double output, double target) const { return std::fabs(output - target); }
  double slope(double output, double target) const { return numerics::sign_of(output - target); }
};

struct MeanAbsolutePercentageError {
  double value(double output, double target) const { return (100 * std::fabs(output - target)) / size(target); }
  double slope(double output, double target) const { return (100 * numerics::sign_of(output - target)) / size(target); }

 private:
  static double size(double target) { return numerics::larger_of(std::fabs(target), epsilon); }
};

/** Of log(x + 1), where x is at least Keras's epsilon; below it there is no slope. */
struct MeanSquaredLogarithmicError {
  double value(double output, double target) const {
    const double off = difference(output, target);
    return off * off;
  }
  double slope(double output, double target) const {
    return output >= epsilon ? (2 * difference(output, target)) / (output + 1) : 0;
  }

 private:
  static double difference(double output, double target) {
    return numerics::log(numerics::larger_of(output, epsilon) + 1) - numerics::log(numerics::larger_of(target, epsilon) + 1);
  }
};

/** Half the square of errors up to delta, beyond that a straight line. */
struct Huber {
  double delta;

  double value(double output, double target) const {
    const double error = std::fabs(output - target);
    return error <= delta ? 0.5 * error * error : delta * error - 0.5 * delta * delta;
  }
  double slope(double output, double target) const {
    return numerics::smaller_of(numerics::larger_of(output - target, -delta), delta);
  }
};

/** log(cosh(error)) as |error| + log(1 + exp(-2|error|)) - log 2: never overflows. */
struct LogCosh {
  double value(double output, double target) const {
    const double error = std::fabs(output - target);
    return error + numerics::softplus(-2 * error) - numerics::ln2;
  }
  double slope(double output, double target) const { return numerics::tanh(output - target); }
};

/** p - y log(p + epsilon). */
struct Poisson {
  double value(double output, double target) const { return output - target * numerics::log(output + epsilon); }
  double slope(double output, double target) const { return 1 - target / (output + epsilon); }
};

}  // namespace lockstep
