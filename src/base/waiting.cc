#include "base/waiting.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "base/descriptor.h"

namespace stellwerk {
namespace {

// ppoll takes no more than this at once; nobody sees the seam.
constexpr std::chrono::hours kLongestPoll{24};

// errno is looked at on the thread that made the call, never after a wait.
[[gnu::noinline]] int poll_on_thread(std::span<pollfd> watched, Deadline deadline) {
  while (true) {
    auto now = std::chrono::steady_clock::now();
    bool is_late = deadline <= now;
    std::chrono::nanoseconds left =
        is_late ? std::chrono::nanoseconds(0) : std::min(deadline, now + kLongestPoll) - now;
    timespec span{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
    int count = ::ppoll(watched.data(), watched.size(), &span, nullptr);
    if (count > 0 || (count == 0 && is_late)) return count;
    if (count < 0 && errno != EINTR) {
      // Too many or unreadable: a bug of the caller, who then sees it at his read.
      for (pollfd& one : watched) one.revents = POLLERR;
      return static_cast<int>(watched.size());
    }
  }
}

bool wait_for(int file_descriptor, short events, Deadline deadline) {
  pollfd watched{file_descriptor, events, 0};
  return poll_until(std::span(&watched, 1), deadline) > 0;
}

// Nothing: it still runs.
[[gnu::noinline]] std::optional<int> reap(pid_t child, int options) {
  int status = 0;
  pid_t ended;
  while ((ended = waitpid(child, &status, options)) < 0 && errno == EINTR) {
  }
  if (ended == 0) return {};
  constexpr int kEndedUnseen = 255 << 8;  // as waitpid says it: exit status 255
  return ended < 0 ? kEndedUnseen : status;
}

}  // namespace

void sleep_until(Deadline deadline) {
  if (Execution* own = Execution::current()) return own->suspend(deadline, [](const std::function<void()>&) {});
  std::this_thread::sleep_until(deadline);
}

void run_aside(const std::function<void()>& work) {
  if (Execution* own = Execution::current()) return own->run_aside(work);
  work();
}

void let_others_run() {
  if (Execution* own = Execution::current()) own->suspend(kNoDeadline, [](std::function<void()> resume) { resume(); });
}

int poll_until(std::span<pollfd> watched, Deadline deadline) {
  Execution* own = Execution::current();
  if (!own) return poll_on_thread(watched, deadline);
  while (true) {
    const bool is_late = std::chrono::steady_clock::now() >= deadline;
    if (int count = poll_on_thread(watched, Deadline::min()); count > 0 || is_late) return count;
    own->suspend_for(watched, deadline);
  }
}

bool wait_readable(int file_descriptor, Deadline deadline) { return wait_for(file_descriptor, POLLIN, deadline); }
bool wait_writable(int file_descriptor, Deadline deadline) { return wait_for(file_descriptor, POLLOUT, deadline); }

std::optional<int> wait_for_child(pid_t child, Deadline deadline) {
  if (auto status = reap(child, WNOHANG)) return status;
  int handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  // No descriptor is left, or the child ended in between.
  constexpr std::chrono::milliseconds kLookAgain{20};
  while (handle < 0) {
    sleep_until(std::min(deadline, deadline_after(kLookAgain)));
    if (auto status = reap(child, WNOHANG)) return status;
    if (std::chrono::steady_clock::now() >= deadline) return {};
    handle = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  }
  Descriptor owned(handle);
  wait_readable(owned.number(), deadline);
  return reap(child, WNOHANG);
}

bool Parking::wait_until(Deadline deadline) {
  std::unique_lock lock(mutex_);
  Execution* own = Execution::current();
  if (!own && deadline == kNoDeadline) {
    changed_.wait(lock, [&] { return is_woken_; });
  } else if (!own) {
    changed_.wait_until(lock, deadline, [&] { return is_woken_; });
  } else if (!is_woken_) {
    lock.unlock();
    own->suspend(deadline, [this](std::function<void()> resume) {
      std::lock_guard again(mutex_);
      if (is_woken_) {
        resume();
      } else {
        resume_ = std::move(resume);
      }
    });
    lock.lock();
    resume_ = nullptr;
  }
  return std::exchange(is_woken_, false);
}

void Parking::wake() {
  // All of it under the lock: the waiter, once it holds it, may destroy this.
  std::lock_guard lock(mutex_);
  is_woken_ = true;
  if (resume_) resume_();
  changed_.notify_one();
}

struct WaitingMutex::Place {
  WaitingMutex& mutex;
  Parking parking = {};
  bool has_mutex = false;  // guarded by mutex.guard_
  bool is_kept = false;    // by the one who waited

  ~Place() {
    std::unique_lock lock(mutex.guard_);
    std::erase(mutex.queue_, this);
    bool is_handed_back = has_mutex && !is_kept;
    lock.unlock();
    if (is_handed_back) mutex.unlock();
  }
};

bool WaitingMutex::lock_until(Deadline deadline) {
  Place place{*this};
  {
    std::lock_guard lock(guard_);
    if (!is_taken_) {
      is_taken_ = true;
      return true;
    }
    queue_.push_back(&place);
  }
  place.parking.wait_until(deadline);
  std::lock_guard lock(guard_);
  return place.is_kept = place.has_mutex;
}

void WaitingMutex::unlock() {
  std::lock_guard lock(guard_);
  if (queue_.empty()) {
    is_taken_ = false;
    return;
  }
  Place* next = queue_.front();
  queue_.pop_front();
  next->has_mutex = true;
  next->parking.wake();
}

}  // namespace stellwerk
