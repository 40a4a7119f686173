#pragma once

#include <cfenv>

namespace lockstep {

/**
 * While it lives, this thread computes as IEEE 754 says by default: rounding to nearest, denormal numbers kept. Other
 * libraries in the process may have chosen otherwise for theirs, which threads inherit from whoever starts them.
 */
class FloatingPointEnvironment {
 public:
  FloatingPointEnvironment() {
    std::fegetenv(&before_);
    std::fesetenv(FE_DFL_ENV);
  }
  ~FloatingPointEnvironment() { std::fesetenv(&before_); }
  FloatingPointEnvironment(const FloatingPointEnvironment&) = delete;
  FloatingPointEnvironment& operator=(const FloatingPointEnvironment&) = delete;

 private:
  std::fenv_t before_;
};

}  // namespace lockstep
