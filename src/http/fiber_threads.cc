// The same fibers as threads, for sanitizers: they cannot follow a switch of stacks. Built in place of fiber_pool.cc
// in the presets asan and tsan.
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "base/assert.h"
#include "base/execution.h"
#include "base/log.h"
#include "base/waiting.h"
#include "http/fiber_pool.h"

namespace stellwerk::http {
namespace {

/// Ends a fiber that waits when its pool ends.
struct Ended {};

/// A number that becomes readable once and for all.
class Signal {
 public:
  Signal() : number_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) { STELLWERK_ASSERT(number_ >= 0); }
  ~Signal() { ::close(number_); }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  void give() { eventfd_write(number_, 1); }
  int number() const { return number_; }

 private:
  const int number_;
};

// Execution::current() is the fiber, which would wait by itself.
int poll_on_thread(Execution& fiber, std::span<pollfd> watched, Deadline deadline) {
  Execution::set_current(nullptr);
  int count = poll_until(watched, deadline);
  Execution::set_current(&fiber);
  return count;
}

}  // namespace

struct FiberPool::State {
  Signal stop;
  std::mutex mutex;  // of all below
  std::condition_variable ended;
  int running = 0;
  bool is_stopped = false;
};

struct Fiber::State final : Execution {
  explicit State(FiberPool::State& given) : pool(given) {}

  void suspend(Deadline deadline, const std::function<void(std::function<void()>)>& arm) override {
    auto resumed = std::make_shared<Signal>();
    arm([resumed] { resumed->give(); });
    pollfd watched{resumed->number(), POLLIN, 0};
    if (deadline == kNoDeadline) {
      poll_on_thread(*this, std::span(&watched, 1), deadline);
    } else {
      suspend_for(std::span(&watched, 1), deadline);
    }
  }

  void run_aside(const std::function<void()>& work) override { work(); }

  void suspend_for(std::span<const pollfd> watched, Deadline deadline) override {
    std::vector<pollfd> all(watched.begin(), watched.end());
    all.push_back({pool.stop.number(), POLLIN, 0});
    poll_on_thread(*this, all, deadline);
    // A destructor that waits while its fiber ends goes on at once.
    if (all.back().revents != 0 && std::uncaught_exceptions() == 0) throw Ended();
  }

  FiberPool::State& pool;
};

// As many threads as fibers, whatever the number says.
FiberPool::FiberPool(int) : state_(std::make_unique<State>()) {}

FiberPool::~FiberPool() { stop(); }

void FiberPool::stop() {
  std::unique_lock lock(state_->mutex);
  state_->is_stopped = true;
  state_->stop.give();
  state_->ended.wait(lock, [&] { return state_->running == 0; });
}

void FiberPool::spawn(std::function<void(Fiber&)> body) {
  State& pool = *state_;
  std::lock_guard lock(pool.mutex);
  if (pool.is_stopped) return;
  ++pool.running;
  std::thread([&pool, body = std::move(body)]() mutable {
    Fiber::State state(pool);
    Fiber fiber(state);
    Execution::set_current(&state);
    try {
      body(fiber);
    } catch (const std::exception& failure) {
      log::error(std::string("a fiber ended by an exception: ") + failure.what());
    } catch (const Ended&) {
    }
    body = nullptr;
    Execution::set_current(nullptr);
    std::lock_guard ending(pool.mutex);
    if (--pool.running == 0) pool.ended.notify_all();
  }).detach();
}

void Fiber::sleep(std::chrono::milliseconds duration) { state_.suspend_for({}, deadline_after(duration)); }

struct Descriptor::State {
  bool wait(Fiber::State& fiber, int number, short events) {
    pollfd watched{number, events, 0};
    fiber.suspend_for(std::span(&watched, 1), deadline_after(std::chrono::hours(24)));
    return true;
  }
};

Descriptor::Descriptor(FiberPool&, int file_descriptor)
    : file_descriptor_(file_descriptor), state_(std::make_unique<State>()) {}

Descriptor::~Descriptor() { ::close(file_descriptor_); }

bool Descriptor::wait_readable(Fiber& fiber) { return state_->wait(fiber.state_, file_descriptor_, POLLIN); }

bool Descriptor::wait_writable(Fiber& fiber) { return state_->wait(fiber.state_, file_descriptor_, POLLOUT); }

}  // namespace stellwerk::http
