#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "base/id_source.h"
#include "base/test_directory.h"
#include "store/store.h"

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
  const char* given = std::getenv("STELLWERK_SEED");
  const unsigned seed = given ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
  SCOPED_TRACE("repeat with STELLWERK_SEED=" + std::to_string(seed));
  std::minstd_rand random(seed);
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

std::filesystem::path newest_log(const std::filesystem::path& directory) {
  std::filesystem::path newest;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".log" && entry.path() > newest) newest = entry.path();
  }
  return newest;
}

// When the power fails, the end of the log may be missing, zeros, or anything.
TEST(Crash, AnUnfinishedEndOfTheLogIsNoObstacle) {
  constexpr int kCommits = 20;
  TestDirectory directory;
  SystemClock clock;
  const std::string master_key(32, 'k');
  auto store = Store::open({directory.path / "db", master_key}, clock).value();
  std::vector<std::uintmax_t> sizes;         // of the log after each commit
  std::vector<std::filesystem::path> seals;  // before each commit, and after the last
  auto keep_seal = [&] {
    seals.push_back(directory.path / ("seal-" + std::to_string(seals.size())));
    std::filesystem::copy_file(directory.path / "db" / "SEAL", seals.back());
  };
  keep_seal();
  for (int i = 0; i < kCommits; ++i) {
    auto transaction = store->begin();
    transaction->put("left/" + std::to_string(100 + i), "x");
    transaction->put("right/" + std::to_string(100 + i), "x");
    ASSERT_EQ(store->commit(*transaction), CommitOutcome::done);
    sizes.push_back(std::filesystem::file_size(newest_log(directory.path / "db")));
    keep_seal();
  }
  enum class Tail { missing, zeros, noise };
  int image_number = 0;
  for (std::uintmax_t kept :
       {std::uintmax_t{0}, std::uintmax_t{100}, std::uintmax_t{4096}, sizes[0] - 1, sizes[9] + 3, sizes[19]}) {
    for (Tail tail : {Tail::missing, Tail::zeros, Tail::noise}) {
      if (tail == Tail::noise && kept < 4096) continue;  // the head is written at once: whole, zeros or not at all
      if (tail == Tail::zeros && kept > 0 && kept < 4096) continue;
      auto image = directory.path / std::to_string(image_number++);
      std::filesystem::copy(directory.path / "db", image, std::filesystem::copy_options::recursive);
      auto log = newest_log(image);
      std::filesystem::resize_file(log, kept);
      if (tail == Tail::zeros) std::filesystem::resize_file(log, sizes.back() + 9000);
      if (tail == Tail::noise) std::ofstream(log, std::ios::app | std::ios::binary) << SystemIdSource().bytes(9000);

      auto whole = static_cast<std::size_t>(std::ranges::count_if(sizes, [&](auto size) { return size <= kept; }));
      std::filesystem::copy_file(seals[whole], image / "SEAL", std::filesystem::copy_options::overwrite_existing);
      auto opened = Store::open({image, master_key}, clock);
      ASSERT_TRUE(opened) << "kept " << kept << " tail " << static_cast<int>(tail) << ": " << opened.error().message;
      auto transaction = (*opened)->begin();
      EXPECT_EQ(count(*transaction, "left/"), whole) << kept;
      EXPECT_EQ(count(*transaction, "right/"), whole) << kept;
      transaction->put("more", "x");
      EXPECT_EQ((*opened)->commit(*transaction), CommitOutcome::done);
      transaction.reset();
      opened->reset();
      ASSERT_TRUE(Store::open({image, master_key}, clock)) << "the second time";
    }
  }
}

}  // namespace
}  // namespace stellwerk::store
