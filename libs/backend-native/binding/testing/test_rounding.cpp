#include "testing/test_rounding.h"

#include <cfenv>

#include "boundary.h"

namespace lockstep::binding::testing {

namespace {

class RoundingDown {
 public:
  RoundingDown() { std::fesetround(FE_DOWNWARD); }
  ~RoundingDown() { std::fesetround(before_); }
  RoundingDown(const RoundingDown&) = delete;
  RoundingDown& operator=(const RoundingDown&) = delete;

 private:
  const int before_ = std::fegetround();
};

/** roundingDown(call: () => unknown): unknown, as another library of the process may leave this thread. */
Napi::Value rounding_down(const Napi::CallbackInfo& info) {
  const RoundingDown rounding;
  return info[0].As<Napi::Function>().Call(info.Env().Undefined(), {});
}

}  // namespace

void add_rounding(Napi::Object& testing) {
  testing.Set("roundingDown", function<rounding_down>(testing.Env(), "roundingDown"));
}

}  // namespace lockstep::binding::testing
