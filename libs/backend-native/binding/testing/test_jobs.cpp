#include "testing/test_jobs.h"

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "boundary.h"
#include "failure.h"
#include "thread_pool.h"

namespace lockstep::binding::testing {

namespace {

/** Numbers of JavaScript's that a job reads and writes, kept alive as long as the job. */
class SharedNumbers {
 public:
  explicit SharedNumbers(const Napi::Value& value) {
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array) {
      throw Napi::TypeError::New(value.Env(), "numbers: expected a Float64Array");
    }
    Napi::Float64Array array = value.As<Napi::Float64Array>();
    data = array.Data();
    length = array.ElementLength();
    reference_ = Napi::Persistent(value.As<Napi::Object>());
  }

  double* data;
  std::size_t length;

 private:
  Napi::ObjectReference reference_;
};

/** Counts up in every element until it is told to end. */
class CountUntilCancelled : public PoolJob {
 public:
  explicit CountUntilCancelled(const Napi::Value& numbers) : numbers_(numbers) {}

  void run(const std::atomic<bool>& cancelled) override {
    while (!cancelled.load(std::memory_order_relaxed)) {
      for (std::size_t index = 0; index < numbers_.length; index++) numbers_.data[index]++;
    }
    throw Failure(FailureKind::cancelled, "cancelled while it ran");
  }

  Napi::Value result(Napi::Env env) override { return env.Undefined(); }

 private:
  SharedNumbers numbers_;
};

/** Sum of all numbers, in order. */
class Sum : public PoolJob {
 public:
  explicit Sum(const Napi::Value& numbers) : numbers_(numbers) {}

  void run(const std::atomic<bool>&) override {
    for (std::size_t index = 0; index < numbers_.length; index++) sum_ += numbers_.data[index];
  }

  Napi::Value result(Napi::Env env) override { return Napi::Number::New(env, sum_); }

 private:
  SharedNumbers numbers_;
  double sum_ = 0;
};

/** Throws what is no exception. */
class FailStrangely : public PoolJob {
 public:
  void run(const std::atomic<bool>&) override { throw 7; }
  Napi::Value result(Napi::Env env) override { return env.Undefined(); }
};

class Fail : public PoolJob {
 public:
  Fail(std::string message, bool in_result) : message_(std::move(message)), in_result_(in_result) {}

  void run(const std::atomic<bool>&) override {
    if (!in_result_) throw std::runtime_error(message_);
  }

  Napi::Value result(Napi::Env env) override { throw Napi::Error::New(env, message_); }

 private:
  std::string message_;
  bool in_result_;
};

Napi::Value count_until_cancelled(const Napi::CallbackInfo& info) {
  return ThreadPool::from(info[0], "pool").submit(std::make_unique<CountUntilCancelled>(info[1]));
}

Napi::Value sum(const Napi::CallbackInfo& info) {
  return ThreadPool::from(info[0], "pool").submit(std::make_unique<Sum>(info[1]));
}

Napi::Value fail(const Napi::CallbackInfo& info) {
  auto job = std::make_unique<Fail>(info[1].ToString().Utf8Value(), info[2].ToBoolean());
  return ThreadPool::from(info[0], "pool").submit(std::move(job));
}

Napi::Value fail_strangely(const Napi::CallbackInfo& info) {
  return ThreadPool::from(info[0], "pool").submit(std::make_unique<FailStrangely>());
}

}  // namespace

Napi::Object test_jobs(Napi::Env env) {
  Napi::Object jobs = Napi::Object::New(env);
  jobs.Set("countUntilCancelled", function<count_until_cancelled>(env, "countUntilCancelled"));
  jobs.Set("sum", function<sum>(env, "sum"));
  jobs.Set("fail", function<fail>(env, "fail"));
  jobs.Set("failStrangely", function<fail_strangely>(env, "failStrangely"));
  return jobs;
}

}  // namespace lockstep::binding::testing
