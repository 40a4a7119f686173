#pragma once

#include <utility>

#include "failure.h"

namespace lockstep::binding {

/**
 * While it lives, a model belongs to one call or one job. JavaScript that runs in the middle of a call, as a getter of a
 * batch does, must neither change nor take away what the call works on.
 */
class Occupation {
 public:
  /** @throws Failure where the model is occupied already */
  explicit Occupation(bool& is_busy) : is_busy_(&is_busy) {
    if (is_busy) throw Failure(FailureKind::not_ready, "the model computes already");
    is_busy = true;
  }
  Occupation(Occupation&& other) noexcept : is_busy_(std::exchange(other.is_busy_, nullptr)) {}
  ~Occupation() {
    if (is_busy_ != nullptr) *is_busy_ = false;
  }
  Occupation& operator=(Occupation&&) = delete;

 private:
  bool* is_busy_;
};

}  // namespace lockstep::binding
