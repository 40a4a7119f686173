#pragma once

#include <napi.h>

namespace lockstep::binding::testing {

/** The objective of core/objective for tests: see src/testing/testing-addon.ts. */
void add_objective(Napi::Object& testing);

}  // namespace lockstep::binding::testing
