#include "http/fiber_pool.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/execution.h"
#include "base/log.h"
#include "base/waiting.h"

namespace stellwerk::http {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Watched = asio::posix::basic_stream_descriptor<Executor>;
using Yield = asio::basic_yield_context<Executor>;

// Address space, not memory: pages are touched as the stack grows, and the one below it is guarded.
constexpr std::size_t kFiberStackBytes = 512 * 1024;
// For work that blocks. More of it waits for its turn.
constexpr std::size_t kBlockingThreads = 16;
// How often a wait looks for itself when no descriptor is left to have it told.
constexpr std::chrono::milliseconds kBlindLookInterval{10};

/// A fiber's one suspension until a deadline. The timer's queue owns it, so that ending the pool ends the fiber.
struct Suspension {
  explicit Suspension(const Executor& executor) : timer(executor) {}
  std::mutex mutex;  // of all below
  Timer timer;
  bool is_waiting = false;
  bool is_resumed = false;

  void resume() {
    std::lock_guard lock(mutex);
    is_resumed = true;
    if (is_waiting) timer.cancel();
  }
};

/// A fiber's one suspension until it is resumed, which surely happens: without the timers' queue, which all share.
class EndlessSuspension {
 public:
  explicit EndlessSuspension(const Executor& executor) : executor_(executor) {}
  void resume() {
    std::lock_guard lock(mutex_);
    is_resumed_ = true;
    go_on_if_both();
  }
  void wait(std::move_only_function<void()> go_on) {
    std::lock_guard lock(mutex_);
    go_on_ = std::move(go_on);
    go_on_if_both();
  }

 private:
  void go_on_if_both() {
    if (is_resumed_ && go_on_) asio::post(executor_, std::exchange(go_on_, nullptr));
  }

  const Executor executor_;
  std::mutex mutex_;  // of all below
  bool is_resumed_ = false;
  std::move_only_function<void()> go_on_;
};

/// Waits of fibers that nothing may break off.
class EndlessWaits {
 public:
  void begin() {
    std::lock_guard lock(mutex_);
    ++count_;
  }
  void end() {
    std::lock_guard lock(mutex_);
    if (--count_ == 0) none_.notify_all();
  }
  void wait_for_none() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [&] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  int count_ = 0;
};

}  // namespace

struct FiberPool::State {
  explicit State(int threads) : blocking(kBlockingThreads), context(threads), work(context.get_executor()) {}
  EndlessWaits endless_waits;
  asio::thread_pool blocking;
  asio::io_context context;
  asio::executor_work_guard<Executor> work;
  std::vector<std::jthread> threads;
};

struct Fiber::State final : Execution {
  State(FiberPool::State& given_pool, Yield given) : pool(given_pool), yield(std::move(given)) {}

  void suspend(Deadline deadline, const std::function<void(std::function<void()>)>& arm) override;
  void suspend_for(std::span<const pollfd> watched, Deadline deadline) override;
  void run_aside(const std::function<void()>& work) override;
  void suspend_endlessly(const std::function<void(std::function<void()>)>& arm);

  /// Suspends; `begin` gets what resumes.
  template <class Begin>
  void begin_wait(Begin begin) {
    ErrorCode ignored;
    give_way([&] {
      Yield token = yield[ignored];
      asio::async_initiate<Yield, void(ErrorCode)>(std::move(begin), token);
    });
  }

  /// Every switch goes through here: the fiber comes back on whichever thread is free.
  template <class Wait>
  void give_way(Wait&& wait) {
    set_current(nullptr);
    wait();
    set_current(this);
  }

  FiberPool::State& pool;
  Yield yield;
};

FiberPool::FiberPool(int threads) : state_(std::make_unique<State>(threads)) {
  for (int i = 0; i < threads; ++i) {
    state_->threads.emplace_back([context = &state_->context] { context->run(); });
  }
}

FiberPool::~FiberPool() { stop(); }

void FiberPool::stop() {
  state_->endless_waits.wait_for_none();
  state_->work.reset();
  state_->context.stop();
  state_->threads.clear();
}

void FiberPool::spawn(std::function<void(Fiber&)> body) {
  auto run = [pool = state_.get(), body = std::move(body)](Yield yield) {
    Fiber::State state(*pool, std::move(yield));
    Fiber fiber(state);
    Execution::set_current(&state);
    try {
      body(fiber);
    } catch (const std::exception& failure) {
      log::error(std::string("a fiber ended by an exception: ") + failure.what());
    }
    Execution::set_current(nullptr);
  };
  // Posted: begun at once it would run on top of the fiber that calls, which would wait for it as long as it blocks.
  asio::post(state_->context, [pool = state_.get(), run = std::move(run)]() mutable {
    boost::context::protected_fixedsize_stack stack(kFiberStackBytes);
    asio::spawn(pool->context.get_executor(), std::allocator_arg, stack, std::move(run), asio::detached);
  });
}

void Fiber::State::suspend(Deadline deadline, const std::function<void(std::function<void()>)>& arm) {
  if (deadline == kNoDeadline) return suspend_endlessly(arm);
  auto suspension = std::make_shared<Suspension>(yield.get_executor());
  suspension->timer.expires_at(deadline);
  // Weak: whoever holds it for long (a board, a lock's queue) may lie on the stack of this very fiber.
  arm([weak = std::weak_ptr(suspension)] {
    if (auto still = weak.lock()) still->resume();
  });
  begin_wait([suspension](auto handler) {
    // As soon as the timer waits the fiber may go on elsewhere, so nothing of its stack is used here.
    std::shared_ptr<Suspension> own = suspension;
    std::lock_guard lock(own->mutex);
    own->is_waiting = true;
    own->timer.async_wait([own, handler = std::move(handler)](ErrorCode error) mutable { std::move(handler)(error); });
    if (own->is_resumed) own->timer.cancel();
  });
}

void Fiber::State::suspend_endlessly(const std::function<void(std::function<void()>)>& arm) {
  auto suspension = std::make_shared<EndlessSuspension>(yield.get_executor());
  pool.endless_waits.begin();
  arm([suspension] { suspension->resume(); });
  begin_wait([suspension](auto handler) {
    std::shared_ptr<EndlessSuspension> own = suspension;
    own->wait([handler = std::move(handler)]() mutable { std::move(handler)(ErrorCode()); });
  });
  pool.endless_waits.end();
}

void Fiber::State::run_aside(const std::function<void()>& work) {
  suspend_endlessly([&](std::function<void()> resume) {
    asio::post(pool.blocking, [&work, resume = std::move(resume)] {
      work();
      resume();
    });
  });
}

void Fiber::State::suspend_for(std::span<const pollfd> watched, Deadline deadline) {
  auto parking = std::make_shared<Parking>();
  auto wake = [parking](ErrorCode) { parking->wake(); };
  std::vector<Watched> descriptors;
  descriptors.reserve(watched.size());
  for (const pollfd& one : watched) {
    if (one.fd < 0) continue;
    // A number of our own: epoll takes each only once, and the caller's may be watched already.
    int number = fcntl(one.fd, F_DUPFD_CLOEXEC, 0);
    Watched& descriptor = descriptors.emplace_back(yield.get_executor());
    ErrorCode failed;
    if (number >= 0) descriptor.assign(number, failed);
    if (number < 0 || failed) {
      if (number >= 0) ::close(number);
      deadline = std::min(deadline, deadline_after(kBlindLookInterval));
      continue;
    }
    if (one.events & POLLIN) descriptor.async_wait(Watched::wait_read, wake);
    if (one.events & POLLOUT) descriptor.async_wait(Watched::wait_write, wake);
    descriptor.async_wait(Watched::wait_error, wake);
  }
  parking->wait_until(deadline);
}

void Fiber::sleep(std::chrono::milliseconds duration) {
  state_.suspend(deadline_after(duration), [](const std::function<void()>&) {});
}

struct Descriptor::State {
  State(FiberPool& pool, int file_descriptor) : watched(pool.state().context.get_executor(), file_descriptor) {}
  bool wait(Fiber::State& fiber, Watched::wait_type what) {
    ErrorCode error;
    fiber.give_way([&] { watched.async_wait(what, fiber.yield[error]); });
    return !error;
  }
  Watched watched;
};

Descriptor::Descriptor(FiberPool& pool, int file_descriptor)
    : file_descriptor_(file_descriptor), state_(std::make_unique<State>(pool, file_descriptor)) {}

Descriptor::~Descriptor() = default;

bool Descriptor::wait_readable(Fiber& fiber) { return state_->wait(fiber.state_, Watched::wait_read); }

bool Descriptor::wait_writable(Fiber& fiber) { return state_->wait(fiber.state_, Watched::wait_write); }

}  // namespace stellwerk::http
