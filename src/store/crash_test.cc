#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <random>
#include <thread>

#include "store/store.h"
#include "store/test_directory.h"

namespace stellwerk::store {
namespace {

constexpr int kRounds = 6;
constexpr int kThreads = 4;
constexpr std::size_t kValueBytes = 4000;  // large enough that tables are written and merged meanwhile

struct Acknowledged {
  int thread;
  int number;
};

// In a process of its own: commits pairs until it is killed and tells through the pipe which are durable.
[[noreturn]] void commit_until_killed(const std::filesystem::path& directory, int pipe, int round) {
  SystemClock clock;
  auto store = Store::open({directory, std::string(32, 'k')}, clock);
  if (!store) std::_Exit(1);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int number = 0;; ++number) {
        auto transaction = (*store)->begin();
        std::string name = std::to_string(round) + "/" + std::to_string(thread) + "/" + std::to_string(number);
        transaction->put("left/" + name, std::string(kValueBytes, static_cast<char>('a' + number % 26)));
        transaction->put("right/" + name, std::to_string(number));
        transaction->after("effect", name);
        if ((*store)->commit(*transaction) != CommitOutcome::done) std::_Exit(2);
        Acknowledged message{thread, number};
        if (::write(pipe, &message, sizeof message) != sizeof message) std::_Exit(3);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::_Exit(4);
}

std::size_t count(Transaction& transaction, std::string_view prefix) {
  std::size_t found = 0;
  transaction.scan(prefix, "", false, [&](std::string_view, std::string_view) { return ++found, true; });
  return found;
}

TEST(Crash, WhatWasAcknowledgedIsThereAndNothingIsHalf) {
  TestDirectory directory;
  SystemClock clock;
  std::minstd_rand random(std::random_device{}());
  std::vector<std::map<int, int>> durable;  // by round: thread → last number acknowledged
  for (int round = 0; round < kRounds; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    pid_t child = ::fork();
    if (child == 0) commit_until_killed(directory.path / "db", ends[1], round);
    ::close(ends[1]);
    auto& last = durable.emplace_back();
    auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(60 + random() % 200);
    std::thread killer([&] {
      std::this_thread::sleep_until(deadline);
      ::kill(child, SIGKILL);
    });
    Acknowledged message;
    while (::read(ends[0], &message, sizeof message) == sizeof message) last[message.thread] = message.number;
    killer.join();
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);

    auto store = Store::open({directory.path / "db", std::string(32, 'k')}, clock);
    ASSERT_TRUE(store) << store.error().message;
    auto transaction = (*store)->begin();
    for (std::size_t earlier = 0; earlier < durable.size(); ++earlier) {
      for (auto [thread, number] : durable[earlier]) {
        for (int i = 0; i <= number; ++i) {
          std::string name = std::to_string(earlier) + "/" + std::to_string(thread) + "/" + std::to_string(i);
          auto left = transaction->get("left/" + name);
          ASSERT_TRUE(left) << name << " was acknowledged and is lost";
          EXPECT_EQ(*left, std::string(kValueBytes, static_cast<char>('a' + i % 26)));
          EXPECT_EQ(transaction->get("right/" + name), std::to_string(i));
        }
      }
    }
    std::size_t pairs = count(*transaction, "left/");
    EXPECT_EQ(pairs, count(*transaction, "right/"));
    EXPECT_EQ(pairs, count(*transaction, "store.outbox"));
  }
  std::size_t acknowledged = 0;
  for (const auto& round : durable) {
    for (auto [thread, number] : round) acknowledged += static_cast<std::size_t>(number) + 1;
  }
  EXPECT_GT(acknowledged, 0u);
  RecordProperty("acknowledged", static_cast<int>(acknowledged));
}

}  // namespace
}  // namespace stellwerk::store
