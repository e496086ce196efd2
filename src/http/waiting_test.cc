// Every kind of wait with far more waiters than threads: one that held its thread would let nobody else arrive.
#include "base/waiting.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <functional>
#include <latch>
#include <semaphore>
#include <string>
#include <thread>

#include "base/notice_board.h"
#include "http/fiber_pool.h"

namespace stellwerk::http {
namespace {

using namespace std::chrono_literals;

constexpr int kThreads = 4;
constexpr int kWaiters = 200;
constexpr auto kLong = 60s;

/// Runs `wait` on kWaiters fibers of kThreads threads, and `release` once all of them have come to their wait.
void all_wait(const std::function<bool(int)>& wait, const std::function<void()>& release) {
  std::atomic<int> waiting = 0;
  std::atomic<int> succeeded = 0;
  std::latch done(kWaiters);
  FiberPool pool(kThreads);
  for (int i = 0; i < kWaiters; ++i) {
    pool.spawn([&, i](Fiber&) {
      ++waiting;
      if (wait(i)) ++succeeded;
      done.count_down();
    });
  }
  Deadline last = deadline_after(20s);
  while (waiting < kWaiters && std::chrono::steady_clock::now() < last) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(waiting, kWaiters) << "a wait holds its thread";
  release();
  done.wait();
  EXPECT_EQ(succeeded, kWaiters);
}

struct Pipes {
  Pipes() {
    for (auto& ends : all) EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  }
  ~Pipes() {
    for (auto& ends : all) {
      ::close(ends[0]);
      ::close(ends[1]);
    }
  }
  std::array<std::array<int, 2>, kWaiters> all{};
};

pid_t spawn_shell(const char* command) {
  const char* words[] = {"sh", "-c", command, nullptr};
  pid_t child = -1;
  EXPECT_EQ(posix_spawn(&child, "/bin/sh", nullptr, nullptr, const_cast<char**>(words), environ), 0);
  return child;
}

TEST(Waiting, WhatBlocksRunsAside) {
  std::binary_semaphore go_on{0};
  all_wait(
      [&](int) {
        std::thread::id inside;
        run_aside([&] {
          go_on.acquire();
          go_on.release();
          inside = std::this_thread::get_id();
        });
        return inside != std::thread::id();
      },
      [&] { go_on.release(); });
}

TEST(Waiting, LongLoopsLetOthersRun) {
  FiberPool pool(1);
  std::atomic<bool> is_seen = false;
  std::latch done(1);
  pool.spawn([&](Fiber&) {
    pool.spawn([&](Fiber&) { is_seen = true; });
    Deadline last = deadline_after(20s);
    while (!is_seen && std::chrono::steady_clock::now() < last) let_others_run();
    done.count_down();
  });
  done.wait();
  EXPECT_TRUE(is_seen);
}

TEST(Waiting, SleepersHoldNoThread) {
  auto began = std::chrono::steady_clock::now();
  all_wait(
      [](int) {
        sleep_until(deadline_after(200ms));
        return true;
      },
      [] {});
  EXPECT_LT(std::chrono::steady_clock::now() - began, 200ms * kWaiters / kThreads);
}

TEST(Waiting, ReadersOfPipesHoldNoThread) {
  Pipes pipes;
  all_wait([&](int i) { return wait_readable(pipes.all[i][0], deadline_after(kLong)); },
           [&] {
             for (auto& ends : pipes.all) EXPECT_EQ(::write(ends[1], "x", 1), 1);
           });
}

TEST(Waiting, WritersOfFullPipesHoldNoThread) {
  Pipes pipes;
  std::string much(1 << 20, 'x');
  for (auto& ends : pipes.all) {
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    while (::write(ends[1], much.data(), much.size()) > 0) {
    }
  }
  all_wait([&](int i) { return wait_writable(pipes.all[i][1], deadline_after(kLong)); },
           [&] {
             for (auto& ends : pipes.all) EXPECT_GT(::read(ends[0], much.data(), much.size()), 0);
           });
}

TEST(Waiting, SeveralDescriptorsAreWaitedForAtOnce) {
  Pipes pipes;
  all_wait(
      [&](int i) {
        std::array<pollfd, 3> watched{{{-1, POLLIN, 0}, {pipes.all[0][0], POLLIN, 0}, {pipes.all[i][0], POLLIN, 0}}};
        return poll_until(watched, deadline_after(kLong)) > 0 && watched[2].revents == (i > 0 ? POLLHUP : POLLIN);
      },
      [&] {
        // An end of file counts, too. The first pipe is watched by all of them.
        for (int i = 1; i < kWaiters; ++i) {
          ::close(pipes.all[i][1]);
          pipes.all[i][1] = -1;
        }
        std::this_thread::sleep_for(100ms);
        EXPECT_EQ(::write(pipes.all[0][1], "x", 1), 1);
      });
}

TEST(Waiting, ChildrenAreWaitedForWithoutAThread) {
  std::array<std::atomic<pid_t>, kWaiters> children{};
  all_wait(
      [&](int i) {
        children[i] = spawn_shell("exec sleep 60");
        auto status = wait_for_child(children[i], deadline_after(kLong));
        return status && WIFSIGNALED(*status) && WTERMSIG(*status) == SIGTERM;
      },
      [&] {
        for (auto& child : children) {
          while (child == 0) std::this_thread::sleep_for(1ms);
          kill(child, SIGTERM);
        }
      });
}

TEST(Waiting, AChildsStatusIsSeen) {
  pid_t child = spawn_shell("exit 7");
  auto status = wait_for_child(child, deadline_after(kLong));
  ASSERT_TRUE(status);
  EXPECT_EQ(WEXITSTATUS(*status), 7);
  EXPECT_EQ(WEXITSTATUS(*wait_for_child(child, deadline_after(1ms))), 255) << "reaped already";
}

TEST(Waiting, ThoseWhoWaitForAKeyHoldNoThread) {
  NoticeBoard board;
  auto since = board.now();
  all_wait(
      [&](int i) {
        std::string keys[] = {"queue/" + std::to_string(i), "all"};
        return board.wait(keys, since, deadline_after(kLong));
      },
      [&] {
        for (int i = 0; i < kWaiters / 2; ++i) board.tell("queue/" + std::to_string(i));
        board.tell("all");
      });
}

TEST(Waiting, WhatWasToldBetweenLookAndWaitIsNotMissed) {
  NoticeBoard board;
  std::string key[] = {"key"};
  auto since = board.now();
  board.tell("key");
  EXPECT_TRUE(board.wait(key, since, deadline_after(kLong)));
  EXPECT_FALSE(board.wait(key, board.now(), deadline_after(1ms)));
}

TEST(Waiting, ALockMayBeHeldAcrossAWait) {
  WaitingMutex mutex;
  std::atomic<int> inside = 0;
  all_wait(
      [&](int) {
        WaitingLock lock(mutex, deadline_after(kLong));
        bool is_alone = ++inside == 1;
        sleep_until(deadline_after(1ms));
        --inside;
        return lock.is_held() && is_alone;
      },
      [] {});
}

TEST(Waiting, EveryWaitEndsWithItsDeadline) {
  Pipes pipes;
  NoticeBoard board;
  WaitingMutex mutex;
  ASSERT_TRUE(mutex.lock_until(deadline_after(1ms)));
  pid_t child = spawn_shell("sleep 60");
  std::string key[] = {"key"};
  auto nothing_comes = [&](int i) {
    Deadline deadline = deadline_after(20ms);
    return !wait_readable(pipes.all[i][0], deadline) && !board.wait(key, board.now(), deadline) &&
           !mutex.lock_until(deadline) && !wait_for_child(child, deadline);
  };
  all_wait(nothing_comes, [] {});
  EXPECT_TRUE(nothing_comes(0)) << "and on a plain thread";
  kill(child, SIGKILL);
  EXPECT_TRUE(wait_for_child(child, deadline_after(kLong)));
}

TEST(Waiting, PlainThreadsWaitToo) {
  Pipes pipes;
  NoticeBoard board;
  auto since = board.now();
  std::jthread other([&] {
    EXPECT_EQ(::write(pipes.all[0][1], "x", 1), 1);
    board.tell("key");
  });
  std::string key[] = {"key"};
  EXPECT_TRUE(wait_readable(pipes.all[0][0], deadline_after(kLong)));
  EXPECT_TRUE(board.wait(key, since, deadline_after(kLong)));
}

TEST(Waiting, WhoStillWaitsWhenThePoolEndsIsUnwound) {
  Pipes pipes;
  NoticeBoard board;
  WaitingMutex mutex;
  ASSERT_TRUE(mutex.lock_until(deadline_after(1ms)));
  struct Counted {
    std::atomic<int>& count;
    ~Counted() { ++count; }
  };
  std::atomic<int> waiting = 0, unwound = 0;
  {
    FiberPool pool(2);
    for (int i = 0; i < 40; ++i) {
      pool.spawn([&, i](Fiber&) {
        Counted counted{unwound};
        std::string key[] = {"key"};
        ++waiting;
        switch (i % 4) {
          case 0: sleep_until(deadline_after(kLong)); break;
          case 1: wait_readable(pipes.all[0][0], deadline_after(kLong)); break;
          case 2: board.wait(key, board.now(), deadline_after(kLong)); break;
          default: mutex.lock_until(deadline_after(kLong));
        }
      });
    }
    while (waiting < 40) std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(unwound, 40);
  board.tell("key");  // nobody of them is left on the board, or in the lock's queue
  mutex.unlock();
  EXPECT_TRUE(mutex.lock_until(deadline_after(1ms)));
}

}  // namespace
}  // namespace stellwerk::http
