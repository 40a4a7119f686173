#pragma once

#include <napi.h>

namespace lockstep::binding::testing {

/** Elementary functions, activations and masks of core/numerics for tests: see src/testing/testing-addon.ts. */
void add_numerics(Napi::Object& testing);

}  // namespace lockstep::binding::testing
