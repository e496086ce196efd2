#pragma once
#include <chrono>
#include <functional>
#include <memory>

namespace stellwerk::http {

/// The fiber that the code runs on. While it waits it holds no thread; it may go on on another one, so
/// nothing that belongs to a thread (a lock, thread_local state) may be held across a wait.
class Fiber {
 public:
  struct State;
  explicit Fiber(State& state) : state_(state) {}
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  void sleep(std::chrono::milliseconds duration);

 private:
  friend class Descriptor;
  State& state_;
};

/// Fibers on a pool of threads. What runs on one waits through base/waiting.h. The threads may block for a moment
/// (who commits flushes the disk), hence more of them than processors.
class FiberPool {
 public:
  explicit FiberPool(int threads);
  /// Stops as stop() does, and ends the fibers that still wait by an exception that is no std::exception.
  ~FiberPool();
  void spawn(std::function<void(Fiber&)> body);
  /// Lets waits that have no deadline come to their end, then ends the threads.
  void stop();

  struct State;
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// Owns a non-blocking file descriptor on which fibers wait.
class Descriptor {
 public:
  Descriptor(FiberPool& pool, int file_descriptor);
  ~Descriptor();
  int file_descriptor() const { return file_descriptor_; }
  /// False if the wait was broken off.
  bool wait_readable(Fiber& fiber);
  bool wait_writable(Fiber& fiber);

 private:
  struct State;
  int file_descriptor_;
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::http
