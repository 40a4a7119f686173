#pragma once

#include <napi.h>

namespace lockstep::binding::testing {

/** Calls on a thread that rounds as others want it: see src/testing/testing-addon.ts. */
void add_rounding(Napi::Object& testing);

}  // namespace lockstep::binding::testing
