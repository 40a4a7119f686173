#include "threads/job_threads.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "check/check.h"
#include "failure.h"

namespace {

using lockstep::CompletedJob;
using lockstep::Failure;
using lockstep::FailureKind;
using lockstep::Job;
using lockstep::JobThreads;

/** Something that happens once, and that others wait for. */
class Event {
 public:
  void happen() {
    const std::lock_guard<std::mutex> lock(mutex_);
    happened_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return happened_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool happened_ = false;
};

/** What the threads tell of: taken as JavaScript's thread takes it. */
class News {
 public:
  void tell() {
    const std::lock_guard<std::mutex> lock(mutex_);
    untold_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return untold_; });
    untold_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool untold_ = false;
};

/** Takes as many jobs as are due, waiting for news of them. */
std::vector<CompletedJob> take(JobThreads& threads, News& news, std::size_t count) {
  std::vector<CompletedJob> taken;
  while (taken.size() < count) {
    news.wait();
    for (CompletedJob& job : threads.take_completed()) taken.push_back(std::move(job));
  }
  return taken;
}

/** Counts how often it ran, and the order in which it did. */
class Counted : public Job {
 public:
  Counted(std::atomic<int>& clock, int& runs, int& turn) : clock_(clock), runs_(runs), turn_(turn) {}
  void run(const std::atomic<bool>&) override {
    runs_++;
    turn_ = clock_++;
  }

 private:
  std::atomic<int>& clock_;
  int& runs_;
  int& turn_;
};

class UntilCancelled : public Job {
 public:
  explicit UntilCancelled(Event& begun) : begun_(begun) {}
  void run(const std::atomic<bool>& cancelled) override {
    begun_.happen();
    while (!cancelled.load(std::memory_order_relaxed)) std::this_thread::yield();
    throw Failure(FailureKind::cancelled, "cancelled while it ran");
  }

 private:
  Event& begun_;
};

class Throwing : public Job {
 public:
  void run(const std::atomic<bool>&) override { throw std::runtime_error("no memory"); }
};

std::string message_of(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  }
  return "none";
}

constexpr int many = 2000;

}  // namespace

TEST(every_job_runs_once_on_any_number_of_threads) {
  for (const int count : {1, 2, 7}) {
    News news;
    std::atomic<int> clock{0};
    std::vector<int> runs(many), turns(many);
    JobThreads threads(count, [&news] { news.tell(); });
    for (int index = 0; index < many; index++) {
      threads.submit(std::make_unique<Counted>(clock, runs[index], turns[index]));
    }
    const std::vector<CompletedJob> taken = take(threads, news, many);
    CHECK(taken.size() == many, taken.size() << " came back");
    for (int index = 0; index < many; index++) {
      CHECK(runs[index] == 1, "job " << index << " ran " << runs[index] << " times on " << count << " threads");
      if (count == 1) CHECK(turns[index] == index, "job " << index << " was number " << turns[index]);
    }
  }
}

TEST(what_a_job_throws_comes_back_with_it) {
  News news;
  JobThreads threads(2, [&news] { news.tell(); });
  const lockstep::Ticket ticket = threads.submit(std::make_unique<Throwing>());
  const std::vector<CompletedJob> taken = take(threads, news, 1);
  CHECK(taken[0].ticket == ticket, "ticket " << taken[0].ticket);
  CHECK(message_of(taken[0].error) == "no memory", message_of(taken[0].error));
}

TEST(jobs_are_cancelled_before_they_begin_and_while_they_run) {
  News news;
  Event begun, never;
  JobThreads threads(1, [&news] { news.tell(); });
  const lockstep::Ticket running = threads.submit(std::make_unique<UntilCancelled>(begun));
  const lockstep::Ticket waiting = threads.submit(std::make_unique<UntilCancelled>(never));
  begun.wait();
  CHECK(threads.cancel(waiting), "it waits");
  const std::string first = message_of(take(threads, news, 1)[0].error);
  CHECK(first == "cancelled before it began", first);
  CHECK(threads.cancel(running), "it runs");
  const std::string second = message_of(take(threads, news, 1)[0].error);
  CHECK(second == "cancelled while it ran", second);
  CHECK(!threads.cancel(running) && !threads.cancel(waiting) && !threads.cancel(999), "none is out");
}

TEST(a_cancellation_does_not_reach_the_next_job) {
  News news;
  Event first_begun, second_begun;
  JobThreads threads(1, [&news] { news.tell(); });
  const lockstep::Ticket first = threads.submit(std::make_unique<UntilCancelled>(first_begun));
  const lockstep::Ticket second = threads.submit(std::make_unique<UntilCancelled>(second_begun));
  first_begun.wait();
  threads.cancel(first);
  CHECK(take(threads, news, 1)[0].ticket == first, "the first");
  second_begun.wait();
  CHECK(threads.take_completed().empty(), "the second goes on");
  threads.cancel(second);
  CHECK(take(threads, news, 1)[0].ticket == second, "the second");
}

TEST(an_end_cancels_all_and_gives_every_job_back) {
  News news;
  Event begun, also_begun, never;
  JobThreads threads(2, [&news] { news.tell(); });
  threads.submit(std::make_unique<UntilCancelled>(begun));
  threads.submit(std::make_unique<UntilCancelled>(also_begun));
  for (int index = 0; index < 10; index++) threads.submit(std::make_unique<UntilCancelled>(never));
  begun.wait();
  also_begun.wait();
  CHECK(!threads.all_ended(), "they compute");
  threads.end();
  CHECK(take(threads, news, 12).size() == 12, "all");
  while (!threads.all_ended()) news.wait();
  threads.join();
  CHECK(threads.take_completed().empty(), "none is left");
}

TEST(threads_end_with_work_under_way_and_untaken) {
  // What this leaves behind is for the sanitizers to find.
  for (int time = 0; time < 50; time++) {
    Event begun, never;
    std::atomic<int> clock{0};
    int runs = 0, turn = 0;
    JobThreads threads(2, [] {});
    threads.submit(std::make_unique<Counted>(clock, runs, turn));
    threads.submit(std::make_unique<UntilCancelled>(begun));
    threads.submit(std::make_unique<UntilCancelled>(begun));
    threads.submit(std::make_unique<UntilCancelled>(never));
    begun.wait();
  }
  CHECK(true, "");
}
