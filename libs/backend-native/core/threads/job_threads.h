#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace lockstep {

/** What a thread of JobThreads does. It is destroyed by whoever takes it back, never on such a thread. */
class Job {
 public:
  virtual ~Job() = default;
  /** Looks at `cancelled` often enough and then returns or throws: nobody wants its result any more. */
  virtual void run(const std::atomic<bool>& cancelled) = 0;
};

/** Names a job: 1, 2, ... as they were submitted. */
using Ticket = std::uint64_t;

struct CompletedJob {
  Ticket ticket;
  std::unique_ptr<Job> job;
  /** What it threw, if it did; Failure of kind cancelled where it was cancelled before it began. */
  std::exception_ptr error;
};

/**
 * A fixed number of threads that run jobs, first come, first served. What is complete waits until it is taken. Which
 * thread runs a job, and beside which others, changes nothing for the job.
 */
class JobThreads {
 public:
  /**
   * @param count threads, at least 1
   * @param on_news called on some thread when there is something to take where nothing was, and when a thread has
   * ended. It must neither block nor throw.
   * @throws std::system_error where the system gives no more threads
   */
  JobThreads(int count, std::function<void()> on_news);
  /** Ends and joins; jobs that nobody took are destroyed. */
  ~JobThreads();
  JobThreads(const JobThreads&) = delete;
  JobThreads& operator=(const JobThreads&) = delete;

  /** Only before end(). */
  Ticket submit(std::unique_ptr<Job> job);
  /** A job that waits is complete at once, one that runs is told; false where it is neither (any more). */
  bool cancel(Ticket ticket);
  std::vector<CompletedJob> take_completed();

  /** Cancels all; the threads end as soon as what they run returns. Doesn't wait for that. */
  void end();
  bool all_ended();
  /** Ends, and waits until all threads have. */
  void join();

 private:
  struct Running {
    Ticket ticket = 0;
    std::atomic<bool> cancelled{false};
  };

  void work(Running& running);
  /** Waits for a job; false when the threads are to end. */
  bool next(Running& running, CompletedJob& job);
  void complete(Running& running, CompletedJob job);
  void cancel_waiting(std::deque<CompletedJob>::iterator waiting);

  std::mutex mutex_;
  std::condition_variable wake_;
  const std::function<void()> on_news_;
  std::deque<CompletedJob> waiting_;
  std::vector<CompletedJob> completed_;
  /** One for each thread. */
  std::vector<std::unique_ptr<Running>> running_;
  std::vector<std::thread> threads_;
  std::size_t ended_ = 0;
  bool ending_ = false;
  Ticket last_ticket_ = 0;
};

}  // namespace lockstep
