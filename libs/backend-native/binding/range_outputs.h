#pragma once

#include <napi.h>

#include <array>
#include <cstdint>

#include "arguments.h"
#include "graph/range_execution.h"

namespace lockstep::binding {

/** Values of what a range is computed into. */
struct RangeSizes {
  size_t gradient;
  size_t statistics;
  size_t states;
};

/** Arrays of JavaScript's that a range is computed into: gradient, statistics, states. What its purpose does not ask for is empty. */
class RangeOutputs {
 public:
  /** The arguments from `first` on, while the call lasts. @throws Failure naming one that is of another length */
  RangeOutputs(const Napi::CallbackInfo& info, size_t first, const RangeSizes& sizes)
      : RangeOutputs(info[first], info[first + 1], info[first + 2], sizes) {}

  RangeOutputs(const Napi::Value& gradient, const Napi::Value& statistics, const Napi::Value& states,
               const RangeSizes& sizes)
      : gradient(typed_array<float>(gradient, "gradient", sizes.gradient)),
        statistics(typed_array<double>(statistics, "statistics", sizes.statistics)),
        states(typed_array<float>(states, "states", sizes.states)) {
    if (overlap(this->gradient, sizes.gradient, this->statistics, sizes.statistics) ||
        overlap(this->gradient, sizes.gradient, this->states, sizes.states) ||
        overlap(this->statistics, sizes.statistics, this->states, sizes.states)) {
      throw Failure(FailureKind::wrong_value, "outputs: expected memory of its own for each");
    }
  }

  float* const gradient;
  double* const statistics;
  float* const states;

 private:
  template <class One, class Other>
  static bool overlap(const One* one, size_t length, const Other* other, size_t other_length) {
    const auto begin = reinterpret_cast<uintptr_t>(one);
    const auto other_begin = reinterpret_cast<uintptr_t>(other);
    return length > 0 && other_length > 0 && begin < other_begin + other_length * sizeof(Other) &&
           other_begin < begin + length * sizeof(One);
  }
};

/** The same arrays, kept while the range is computed elsewhere. */
class KeptRangeOutputs {
 public:
  KeptRangeOutputs(const Napi::CallbackInfo& info, size_t first, const RangeSizes& sizes) : sizes_(sizes) {
    // What does not fit is told before anything is computed.
    RangeOutputs(info, first, sizes);
    for (size_t i = 0; i < arrays_.size(); i++) arrays_[i] = Napi::Persistent(info[first + i].As<Napi::Object>());
  }

  /** While the call lasts. @throws Failure where JavaScript has given the memory of one away */
  RangeOutputs open() const { return {arrays_[0].Value(), arrays_[1].Value(), arrays_[2].Value(), sizes_}; }

 private:
  const RangeSizes sizes_;
  std::array<Napi::ObjectReference, 3> arrays_;
};

}  // namespace lockstep::binding
