#pragma once

#include <napi.h>

#include <algorithm>
#include <vector>

#include "new_array.h"

namespace lockstep::binding {

/** Sums of the gradient flow as a Float64Array. */
inline Napi::Float64Array flow_array(Napi::Env env, const std::vector<double>& sums) {
  Napi::Float64Array array = new_array<Napi::Float64Array>(env, sums.size());
  std::copy(sums.begin(), sums.end(), array.Data());
  return array;
}

}  // namespace lockstep::binding
