#include "threads/floating_point_environment.h"

#include <cfenv>
#include <cmath>
#include <limits>
#include <memory>

#include "check/check.h"
#include "threads/job_threads.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace {

/** As a library that was compiled with -ffast-math does for its process: denormal numbers become 0. */
void flush_denormals(bool flush) {
#if defined(__x86_64__)
  _MM_SET_FLUSH_ZERO_MODE(flush ? _MM_FLUSH_ZERO_ON : _MM_FLUSH_ZERO_OFF);
#elif defined(__aarch64__)
  const unsigned long flush_to_zero = 1ul << 24;
  unsigned long control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  control = flush ? control | flush_to_zero : control & ~flush_to_zero;
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
#else
  (void)flush;
#endif
}

/** 2^-130, computed when it is called. */
float denormal() {
  volatile float smallest = std::numeric_limits<float>::min();
  return smallest / 16;
}

/** 1/3, rounded as the thread rounds. */
float third() {
  volatile float one = 1;
  return one / 3;
}

class Compute : public lockstep::Job {
 public:
  explicit Compute(float& result) : result_(result) {}
  void run(const std::atomic<bool>&) override { result_ = denormal(); }

 private:
  float& result_;
};

}  // namespace

TEST(threads_keep_denormals_whatever_their_maker_does) {
  flush_denormals(true);
  const float of_maker = denormal();
  float of_thread = 0;
  {
    lockstep::JobThreads threads(1, [] {});
    threads.submit(std::make_unique<Compute>(of_thread));
    while (threads.take_completed().empty()) std::this_thread::yield();
  }
  flush_denormals(false);
  CHECK(of_maker == 0, "the maker flushes to " << of_maker);
  CHECK(of_thread == std::ldexp(1.0f, -130), of_thread);
}

TEST(the_environment_is_the_default_within_and_as_before_afterwards) {
  const float nearest = third();
  std::fesetround(FE_DOWNWARD);
  const float downward = third();
  float within = 0;
  {
    const lockstep::FloatingPointEnvironment environment;
    within = third();
  }
  const float afterwards = third();
  std::fesetround(FE_TONEAREST);
  CHECK(downward < nearest, "the float nearest to 1/3 lies above it");
  CHECK(within == nearest, within << " is not " << nearest);
  CHECK(afterwards == downward, afterwards << " is not " << downward);
}
