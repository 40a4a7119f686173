#pragma once

#include <napi.h>

#include "graph/watch.h"

namespace lockstep::binding {

/** NonFinitePlace of libs/backend. */
inline Napi::Object place_of(Napi::Env env, const NonFinitePlace& place) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("layer", *place.layer);
  object.Set("pass", place.pass == Pass::forward ? "forward" : "backward");
  object.Set("row", place.row);
  if (place.time_step >= 0) object.Set("timeStep", place.time_step);
  object.Set("value", Napi::Number::New(env, static_cast<double>(place.value)));
  return object;
}

}  // namespace lockstep::binding
