#pragma once
#include <poll.h>

#include <chrono>
#include <functional>
#include <span>

namespace stellwerk {

using Deadline = std::chrono::steady_clock::time_point;
/// For waits that surely end: for the disk, never for a peer, a child or a client.
inline constexpr Deadline kNoDeadline = Deadline::max();

/// What carries the running code when that is not a thread of its own: a fiber. Made by those who run code
/// (http/fiber_pool.h); those who wait use waiting.h.
class Execution {
 public:
  virtual ~Execution() = default;
  /// Gives the thread away until `resume` is called or the deadline passes. `arm` is called once with
  /// `resume`, which any thread may call at any time, also long afterwards and more than once. May leave by
  /// an exception that is no std::exception, when the fiber is ended instead of resumed; not without a deadline.
  virtual void suspend(Deadline deadline, const std::function<void(std::function<void()> resume)>& arm) = 0;
  /// Likewise until one of them has what its `events` ask for, or an error. May come back early, for nothing.
  virtual void suspend_for(std::span<const pollfd> watched, Deadline deadline) = 0;

  /// Runs `work` to its end on a thread that is kept for work that blocks, and gives its own away meanwhile.
  virtual void run_aside(const std::function<void()>& work) = 0;

  /// Of the calling code; none on a plain thread.
  static Execution* current();
  /// For those who run code: after each switch, on the thread that goes on.
  static void set_current(Execution* execution);
};

}  // namespace stellwerk
