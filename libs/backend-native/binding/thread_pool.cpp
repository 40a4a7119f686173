#include "thread_pool.h"

#include <cmath>
#include <new>
#include <string>
#include <system_error>

#include "throw_failure.h"

namespace lockstep::binding {

namespace {

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

/** What JavaScript gets for whatever was thrown: a promise must not stay open. */
Napi::Value reason_of(Napi::Env env, const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Napi::Error& thrown) {
    return thrown.Value();
  } catch (const Failure& failure) {
    return error_of(env, failure).Value();
  } catch (const std::bad_alloc&) {
    return Napi::Error::New(env, out_of_memory).Value();
  } catch (const std::exception& exception) {
    return Napi::Error::New(env, exception.what()).Value();
  } catch (...) {
    return Napi::Error::New(env, "native: something was thrown that is no error").Value();
  }
}

}  // namespace

Napi::Function ThreadPool::define(Napi::Env env) {
  return define_class(env, {method<&ThreadPool::cancel>("cancel"), method<&ThreadPool::close>("close")});
}

ThreadPool::ThreadPool(const Napi::CallbackInfo& info) : Wrapped(info) {
  const Napi::Env env = info.Env();
  const int count = thread_count(info);
  wake_ = Wake::New(env, "lockstep.ThreadPool", 0, 1, this);
  wake_.Unref(env);
  try {
    threads_ = std::make_unique<JobThreads>(count, [this] { wake_.NonBlockingCall(); });
  } catch (const std::system_error& error) {
    wake_.Abort();
    throw Napi::Error::New(env, "threads: " + std::to_string(count) + " can't be started: " + error.what());
  }
  napi_add_env_cleanup_hook(env, end_with_environment, this);
}

ThreadPool::~ThreadPool() {
  if (threads_ == nullptr || is_shut_down_) return;
  napi_remove_env_cleanup_hook(env(), end_with_environment, this);
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
  const Napi::Env env = this->env();
  if (closing_) throw Napi::Error::New(env, "the thread pool is closed");
  Napi::Object submitted = Napi::Object::New(env);
  job->promise_ = Napi::Promise::Deferred::New(env);
  const Napi::Promise result = job->promise_->Promise();
  const Ticket ticket = threads_->submit(std::move(job));
  hold();
  // Defined, not set: a setter that somebody has given all objects would run in the middle of this.
  submitted.DefineProperties({Napi::PropertyDescriptor::Value("result", result, napi_default_jsproperty),
                              Napi::PropertyDescriptor::Value("ticket", Napi::Number::New(env, static_cast<double>(ticket)),
                                                              napi_default_jsproperty)});
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
    closed_ = Napi::Reference<Napi::Promise>::New(closing_->Promise(), 1);
    hold();
    threads_->end();
  }
  return closed_.Value();
}

void ThreadPool::deliver(Napi::Env env, Napi::Function, ThreadPool* pool, void*) {
  // Null: the environment has ended, and the pool may have gone.
  if (env == nullptr) return;
  // In this order: when all have ended, nothing is completed any more.
  const bool all_ended = pool->threads_->all_ended();
  const std::vector<CompletedJob> completed = pool->threads_->take_completed();
  for (const CompletedJob& job : completed) {
    at_boundary(env, [&] { return settle(env, job); });
    pool->release();
  }
  if (all_ended && !pool->is_closed_) at_boundary(env, [&] { return pool->conclude_closing(env); });
}

napi_value ThreadPool::settle(Napi::Env env, const CompletedJob& completed) {
  const Napi::HandleScope scope(env);
  PoolJob& job = static_cast<PoolJob&>(*completed.job);
  std::exception_ptr error = completed.error;
  if (!error) {
    try {
      job.promise_->Resolve(job.result(env));
      return nullptr;
    } catch (...) {
      error = std::current_exception();
    }
  }
  job.promise_->Reject(reason_of(env, error));
  return nullptr;
}

napi_value ThreadPool::conclude_closing(Napi::Env env) {
  is_closed_ = true;
  threads_->join();
  const Napi::Promise::Deferred closing = *closing_;
  release();
  closing.Resolve(env.Undefined());
  return nullptr;
}

void ThreadPool::hold() {
  if (holds_++ > 0) return;
  keep();
  wake_.Ref(env());
}

void ThreadPool::release() {
  if (--holds_ > 0) return;
  wake_.Unref(env());
  let_go();
}

}  // namespace lockstep::binding
