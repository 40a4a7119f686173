#include "threads/job_threads.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "failure.h"
#include "threads/floating_point_environment.h"

namespace lockstep {

namespace {

/** For who looks at the process by its threads. */
void name_this_thread() {
#if defined(__APPLE__)
  pthread_setname_np("lockstep");
#else
  pthread_setname_np(pthread_self(), "lockstep");
#endif
}

}  // namespace

JobThreads::JobThreads(int count, std::function<void()> on_news) : on_news_(std::move(on_news)) {
  try {
    for (int index = 0; index < count; index++) {
      running_.push_back(std::make_unique<Running>());
      threads_.emplace_back([this, &running = *running_.back()] { work(running); });
    }
  } catch (...) {
    join();
    throw;
  }
}

JobThreads::~JobThreads() { join(); }

Ticket JobThreads::submit(std::unique_ptr<Job> job) {
  Ticket ticket;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ticket = ++last_ticket_;
    waiting_.push_back({ticket, std::move(job), nullptr});
  }
  wake_.notify_one();
  return ticket;
}

bool JobThreads::cancel(Ticket ticket) {
  bool is_first = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const std::unique_ptr<Running>& running : running_) {
      if (running->ticket != ticket) continue;
      running->cancelled.store(true, std::memory_order_relaxed);
      return true;
    }
    const auto waiting = std::find_if(waiting_.begin(), waiting_.end(),
                                      [ticket](const CompletedJob& job) { return job.ticket == ticket; });
    if (waiting == waiting_.end()) return false;
    is_first = completed_.empty();
    cancel_waiting(waiting);
  }
  if (is_first) on_news_();
  return true;
}

void JobThreads::cancel_waiting(std::deque<CompletedJob>::iterator waiting) {
  waiting->error = std::make_exception_ptr(Failure(FailureKind::cancelled, "cancelled before it began"));
  completed_.push_back(std::move(*waiting));
  waiting_.erase(waiting);
}

std::vector<CompletedJob> JobThreads::take_completed() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return std::exchange(completed_, {});
}

void JobThreads::end() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
    while (!waiting_.empty()) cancel_waiting(waiting_.begin());
    for (const std::unique_ptr<Running>& running : running_) running->cancelled.store(true, std::memory_order_relaxed);
  }
  wake_.notify_all();
}

bool JobThreads::all_ended() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ended_ == threads_.size();
}

void JobThreads::join() {
  end();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void JobThreads::work(Running& running) {
  name_this_thread();
  const FloatingPointEnvironment environment;
  CompletedJob job;
  while (next(running, job)) {
    try {
      job.job->run(running.cancelled);
    } catch (...) {
      job.error = std::current_exception();
    }
    complete(running, std::move(job));
  }
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_++;
  }
  on_news_();
}

bool JobThreads::next(Running& running, CompletedJob& job) {
  std::unique_lock<std::mutex> lock(mutex_);
  wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
  if (ending_) return false;
  job = std::move(waiting_.front());
  waiting_.pop_front();
  running.ticket = job.ticket;
  running.cancelled.store(false, std::memory_order_relaxed);
  return true;
}

void JobThreads::complete(Running& running, CompletedJob job) {
  bool is_first = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    running.ticket = 0;
    is_first = completed_.empty();
    completed_.push_back(std::move(job));
  }
  if (is_first) on_news_();
}

}  // namespace lockstep
