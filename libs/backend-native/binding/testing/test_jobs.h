#pragma once

#include <napi.h>

namespace lockstep::binding::testing {

/** Jobs for tests of the thread pool, as functions of JavaScript: see src/addon/addon.ts. */
Napi::Object test_jobs(Napi::Env env);

}  // namespace lockstep::binding::testing
