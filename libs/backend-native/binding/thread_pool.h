#pragma once

#include <napi.h>

#include <exception>
#include <memory>
#include <optional>

#include "boundary.h"
#include "threads/job_threads.h"

namespace lockstep::binding {

/**
 * What JavaScript has computed beside its own thread. It is made and destroyed on JavaScript's thread, so it may hold
 * references to what `run` reads and writes, and nothing else may keep that alive.
 */
class PoolJob : public Job {
 public:
  /** On JavaScript's thread, after `run` has returned: what the promise becomes. What either throws rejects it. */
  virtual Napi::Value result(Napi::Env env) = 0;

 private:
  friend class ThreadPool;
  std::optional<Napi::Promise::Deferred> promise_;
};

/**
 * JobThreads for JavaScript: `new ThreadPool(threads)`, `cancel(ticket)`, `close()`.
 *
 * A pool belongs to the environment (main thread or worker thread) that made it. While jobs are out, it keeps itself
 * and the event loop alive. When the environment ends, however it does, jobs are cancelled and the threads joined
 * before any memory that they use can go.
 */
class ThreadPool : public Wrapped<ThreadPool> {
 public:
  static constexpr const char* class_name = "ThreadPool";
  static Napi::Function define(Napi::Env env);
  explicit ThreadPool(const Napi::CallbackInfo& info);
  ~ThreadPool();

  /** @returns { ticket: number, result: Promise }, the ticket for cancel() @throws Napi::Error where it is closed */
  Napi::Object submit(std::unique_ptr<PoolJob> job);

 private:
  Napi::Value cancel(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  static void deliver(Napi::Env env, Napi::Function, ThreadPool* pool, void*);
  static void end_with_environment(void* pool);
  static napi_value settle(Napi::Env env, const CompletedJob& completed);
  napi_value conclude_closing(Napi::Env env);
  /** One more, or one less, reason to stay alive. */
  void hold();
  void release();
  void shut_down();

  using Wake = Napi::TypedThreadSafeFunction<ThreadPool, void, deliver>;

  Wake wake_;
  std::unique_ptr<JobThreads> threads_;
  std::size_t holds_ = 0;
  std::optional<Napi::Promise::Deferred> closing_;
  /** Its promise: a Deferred's own handle is good in the call that made it only. */
  Napi::Reference<Napi::Promise> closed_;
  bool is_closed_ = false;
  bool is_shut_down_ = false;
};

}  // namespace lockstep::binding
