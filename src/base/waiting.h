#pragma once
#include <poll.h>
#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

#include "base/execution.h"

/// Waiting, for code that need not know what carries it. On a fiber (every request) a wait holds no thread, and the
/// code may go on on another one: nothing that belongs to a thread (a std::mutex, errno, a library's last error) may
/// be held across it, and no wait may stand in a catch block. On a plain thread (a background worker) it blocks
/// that thread. When the server stops, a fiber that waits is ended: what a wait registered somewhere must be undone
/// by a destructor.
namespace stellwerk {

inline Deadline deadline_after(std::chrono::milliseconds duration) {
  return std::chrono::steady_clock::now() + duration;
}

void sleep_until(Deadline deadline);

/// Runs what blocks its thread for long and cannot be waited for otherwise: a flush of much to the disk. It may not
/// throw.
void run_aside(const std::function<void()>& work);
/// For a long loop that never waits: lets the fibers go first that could go on.
void let_others_run();

/// poll(2) with a deadline: fills `revents`, answers how many have some; 0: the deadline passed. At least one look
/// is taken even if it has passed already. A number below 0 is passed over, as poll does.
int poll_until(std::span<pollfd> watched, Deadline deadline);
/// True also when the other end is gone: the read or write that follows tells. False: the deadline passed.
bool wait_readable(int file_descriptor, Deadline deadline);
bool wait_writable(int file_descriptor, Deadline deadline);

/// Waits until a child of this process has ended and reaps it. Its status, as waitpid(2) gives it; nothing: the
/// deadline passed and it still runs. A child that is not ours to reap counts as ended with exit status 255.
std::optional<int> wait_for_child(pid_t child, Deadline deadline);

/// One that waits to be woken: a binary semaphore of one waiter.
class Parking {
 public:
  /// True: wake() was called since the last wait. False: the deadline passed first.
  bool wait_until(Deadline deadline);
  /// From any thread.
  void wake();

 private:
  std::mutex mutex_;  // of all below
  bool is_woken_ = false;
  std::condition_variable changed_;  // a thread waits on it
  std::function<void()> resume_;     // of the fiber that waits
};

/// A lock that may be held across waits, taken in order of arrival. Use std::mutex where nothing is waited for inside.
class WaitingMutex {
 public:
  /// False: the deadline passed, it is not taken.
  bool lock_until(Deadline deadline);
  void unlock();

 private:
  struct Place;
  std::mutex guard_;  // of all below
  bool is_taken_ = false;
  std::deque<Place*> queue_;
};

/// Holds a WaitingMutex while it lives, if it got it.
class WaitingLock {
 public:
  WaitingLock(WaitingMutex& mutex, Deadline deadline) : mutex_(mutex.lock_until(deadline) ? &mutex : nullptr) {}
  WaitingLock(WaitingLock&& other) noexcept : mutex_(std::exchange(other.mutex_, nullptr)) {}
  WaitingLock& operator=(WaitingLock&& other) noexcept {
    std::swap(mutex_, other.mutex_);
    return *this;
  }
  ~WaitingLock() {
    if (mutex_) mutex_->unlock();
  }
  bool is_held() const { return mutex_ != nullptr; }

 private:
  WaitingMutex* mutex_;
};

}  // namespace stellwerk
