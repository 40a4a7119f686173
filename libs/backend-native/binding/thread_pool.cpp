#include "thread_pool.h"

#include <cmath>
#include <string>
#include <system_error>

namespace lockstep::binding {

namespace {

constexpr napi_type_tag pool_tag = {0x6c6f636b73746570, 0x746872656164706f};
/** More is a mistake: a machine's cores, not its memory, are what threads are for. */
constexpr double most_threads = 1024;

int thread_count(const Napi::CallbackInfo& info) {
  const Napi::Value value = info[0];
  const double count = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : NAN;
  if (!(count >= 1 && count <= most_threads) || count != std::floor(count)) {
    throw Napi::TypeError::New(info.Env(), "threads: expected a whole number from 1 to 1024, got " +
                                               value.ToString().Utf8Value());
  }
  return static_cast<int>(count);
}

}  // namespace

Napi::Value PoolJob::failure(Napi::Env env, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return Napi::Error::New(env, exception.what()).Value();
  }
}

Napi::Function ThreadPool::define(Napi::Env env) {
  return DefineClass(env, "ThreadPool",
                     {InstanceMethod<&ThreadPool::cancel>("cancel"), InstanceMethod<&ThreadPool::close>("close")});
}

ThreadPool& ThreadPool::from(const Napi::Value& value, const char* name) {
  if (!value.IsObject() || !value.As<Napi::Object>().CheckTypeTag(&pool_tag)) {
    throw Napi::TypeError::New(value.Env(), std::string(name) + ": expected a ThreadPool");
  }
  return *Unwrap(value.As<Napi::Object>());
}

ThreadPool::ThreadPool(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  const Napi::Env env = info.Env();
  const int count = thread_count(info);
  info.This().As<Napi::Object>().TypeTag(&pool_tag);
  wake_ = Wake::New(env, "lockstep.ThreadPool", 0, 1, this);
  wake_.Unref(env);
  try {
    threads_ = std::make_unique<JobThreads>(count, [this] { wake_.NonBlockingCall(); });
  } catch (const std::system_error& error) {
    wake_.Abort();
    throw Napi::Error::New(env, "threads: " + std::to_string(count) + " can't be started: " + error.what());
  }
  // Nothing may throw from here on: a worker thread can be terminated at any call, and this object would go with its
  // constructor, but not what points to it.
  napi_add_env_cleanup_hook(env, end_with_environment, this);
}

ThreadPool::~ThreadPool() {
  if (threads_ == nullptr || is_shut_down_) return;
  napi_remove_env_cleanup_hook(Env(), end_with_environment, this);
  shut_down();
}

void ThreadPool::end_with_environment(void* pool) { static_cast<ThreadPool*>(pool)->shut_down(); }

void ThreadPool::shut_down() {
  is_shut_down_ = true;
  // First the threads, which call the wake; then what waits there for us is dropped.
  threads_.reset();
  wake_.Abort();
}

Napi::Object ThreadPool::submit(std::unique_ptr<PoolJob> job) {
  const Napi::Env env = Env();
  if (closing_) throw Napi::Error::New(env, "the thread pool is closed");
  Napi::Object submitted = Napi::Object::New(env);
  job->promise_ = Napi::Promise::Deferred::New(env);
  submitted.Set("result", job->promise_->Promise());
  const Ticket ticket = threads_->submit(std::move(job));
  hold();
  submitted.Set("ticket", static_cast<double>(ticket));
  return submitted;
}

Napi::Value ThreadPool::cancel(const Napi::CallbackInfo& info) {
  if (!info[0].IsNumber()) throw Napi::TypeError::New(info.Env(), "ticket: expected a number");
  const double ticket = info[0].As<Napi::Number>().DoubleValue();
  const bool is_ticket = ticket >= 1 && ticket <= 9007199254740991.0;
  return Napi::Boolean::New(info.Env(), is_ticket && threads_->cancel(static_cast<Ticket>(ticket)));
}

Napi::Value ThreadPool::close(const Napi::CallbackInfo& info) {
  if (!closing_) {
    closing_ = Napi::Promise::Deferred::New(info.Env());
    hold();
    threads_->end();
  }
  return closing_->Promise();
}

void ThreadPool::deliver(Napi::Env env, Napi::Function, ThreadPool* pool, void*) {
  // Null: the environment has ended, and the pool may have gone.
  if (env == nullptr) return;
  // In this order: when all have ended, nothing is completed any more.
  const bool all_ended = pool->threads_->all_ended();
  const std::vector<CompletedJob> completed = pool->threads_->take_completed();
  for (const CompletedJob& job : completed) {
    try {
      settle(env, job);
    } catch (const Napi::Error&) {
      // This worker thread is being terminated: it runs no JavaScript any more, and nobody waits.
    }
    pool->release();
  }
  if (all_ended && !pool->is_closed_) pool->conclude_closing(env);
}

void ThreadPool::settle(Napi::Env env, const CompletedJob& completed) {
  const Napi::HandleScope scope(env);
  PoolJob& job = static_cast<PoolJob&>(*completed.job);
  Napi::Value result;
  try {
    if (completed.error) return job.promise_->Reject(job.failure(env, completed.error));
    result = job.result(env);
  } catch (const Napi::Error& error) {
    return job.promise_->Reject(error.Value());
  } catch (...) {
    return job.promise_->Reject(job.failure(env, std::current_exception()));
  }
  job.promise_->Resolve(result);
}

void ThreadPool::conclude_closing(Napi::Env env) {
  is_closed_ = true;
  threads_->join();
  const Napi::Promise::Deferred closing = *closing_;
  release();
  closing.Resolve(env.Undefined());
}

void ThreadPool::hold() {
  if (holds_++ > 0) return;
  Ref();
  wake_.Ref(Env());
}

void ThreadPool::release() {
  if (--holds_ > 0) return;
  wake_.Unref(Env());
  Unref();
}

}  // namespace lockstep::binding
