#pragma once

#include "arguments.h"
#include "objective/objective.h"

namespace lockstep::binding {

/** An array that may be absent, good as long as TypedMemory is. One without elements is not absent. */
inline GivenFloats given_floats(const Napi::Value& value, const ArgumentName& name) {
  static const float nothing = 0;
  if (value.IsUndefined()) return {};
  const ArrayView<float> view = typed_array<float>(value, name);
  return {view.length == 0 ? &nothing : view.data, view.length};
}

}  // namespace lockstep::binding
