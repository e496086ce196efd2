#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/test_directory.h"
#include "store/outbox.h"
#include "store/reserve.h"
#include "store/store.h"

namespace stellwerk::store {
namespace {

constexpr int kNoMounts = 77;

// A disk of this test's own, in a mount namespace of its own.
void mount_disk(const std::filesystem::path& path, const char* size) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) std::_Exit(kNoMounts);
  ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  if (::mount("none", path.c_str(), "tmpfs", 0, (std::string("size=") + size).c_str()) != 0) std::_Exit(kNoMounts);
}

std::uint64_t free_bytes(const std::filesystem::path& path) {
  struct statvfs status {};
  ::statvfs(path.c_str(), &status);
  return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

// As somebody else would who shares the disk.
void fill(const std::filesystem::path& file, const std::filesystem::path& disk, std::uint64_t leave) {
  std::ofstream out(file, std::ios::binary | std::ios::app);
  const std::string piece(256 * 1024, 'f');
  while (free_bytes(disk) > leave && out.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush()) {
  }
}

CommitOutcome put(Store& store, const std::string& key, const std::string& value) {
  auto transaction = store.begin();
  transaction->put(key, value);
  return store.commit(*transaction);
}

CommitOutcome erase(Store& store, const std::string& key) {
  auto transaction = store.begin();
  transaction->erase(key);
  return store.commit(*transaction);
}

#define REQUIRE(condition)                                                     \
  if (!(condition)) {                                                          \
    std::fprintf(stderr, "line %d: " #condition " does not hold\n", __LINE__); \
    std::_Exit(1);                                                             \
  }

// In a process of its own, started anew: a namespace is for one thread alone.
void on_small_disk(const char* size, void (*scenario)(const std::filesystem::path&)) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  TestDirectory directory;
  int code = 0;
  auto ended_well = [&code](int status) {
    code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return code == 0 || code == kNoMounts;
  };
  EXPECT_EXIT(
      {
        mount_disk(directory.path, size);
        scenario(directory.path);
        std::_Exit(0);
      },
      ended_well, "");
  if (code == kNoMounts) GTEST_SKIP() << "this host lets nobody mount a tmpfs in a namespace";
}

StoreOptions options_on(const std::filesystem::path& disk, std::uint64_t reserve = kReserveBytes) {
  return {disk / "db", std::string(32, 'k'), reserve};
}

TEST(FullDisk, ReadsGoOnWritesAreRefusedAndComeBack) {
  on_small_disk("200m", [](const std::filesystem::path& disk) {
    SystemClock clock;
    auto store = Store::open(options_on(disk), clock).value();
    REQUIRE(put(*store, "before", "1") == CommitOutcome::done);
    fill(disk / "filler", disk, kScarceBytes - 1024 * 1024);
    REQUIRE(put(*store, "refused", "1") == CommitOutcome::refused);
    auto failed = store->run([](Transaction& transaction) -> Result<void> {
      transaction.put("refused", "2");
      return {};
    });
    REQUIRE(!failed && failed.error().http_status == 503);
    REQUIRE(store->begin()->get("before") == "1" && !store->begin()->get("refused"));
    REQUIRE(erase(*store, "before") == CommitOutcome::done);  // or nobody could make room
    fill(disk / "filler", disk, 0);
    REQUIRE(put(*store, "refused", "1") == CommitOutcome::refused);
    std::filesystem::remove(disk / "filler");
    REQUIRE(put(*store, "after", "1") == CommitOutcome::done);
    store.reset();
    store = Store::open(options_on(disk), clock).value();
    REQUIRE(store->begin()->get("after") == "1" && !store->begin()->get("before"));
  });
}

TEST(FullDisk, StartsOnItsReserve) {
  on_small_disk("200m", [](const std::filesystem::path& disk) {
    SystemClock clock;
    auto store = Store::open(options_on(disk), clock).value();
    for (int i = 0; i < 40; ++i)
      REQUIRE(put(*store, std::to_string(i), std::string(100'000, 'v')) == CommitOutcome::done);
    fill(disk / "filler", disk, 0);
    store.reset();
    store = Store::open(options_on(disk), clock).value();
    for (int i = 0; i < 40; ++i) REQUIRE(store->begin()->get(std::to_string(i))->size() == 100'000);
    REQUIRE(!std::filesystem::exists(disk / "db" / "RESERVE"));
    std::filesystem::remove(disk / "filler");
    store.reset();
    store = Store::open(options_on(disk), clock).value();
    REQUIRE(std::filesystem::exists(disk / "db" / "RESERVE"));
  });
}

// Somebody else takes the last bytes while tables are written: the database itself meets the full disk.
TEST(FullDisk, WhatWasAcknowledgedSurvivesADiskThatFillsUnderTheDatabase) {
  on_small_disk("96m", [](const std::filesystem::path& disk) {
    SystemClock clock;
    auto store = Store::open(options_on(disk, 0), clock).value();
    std::atomic<bool> stop = false;
    std::thread other([&] {
      for (int i = 0; !stop; ++i) {
        fill(disk / "filler", disk, 0);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        std::filesystem::remove(disk / "filler");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    });
    std::vector<int> acknowledged;
    int refused = 0;
    for (int i = 0; i < 600; ++i) {
      CommitOutcome outcome = put(*store, std::to_string(i), std::string(50'000, static_cast<char>('a' + i % 26)));
      if (outcome == CommitOutcome::done) acknowledged.push_back(i);
      if (outcome == CommitOutcome::refused) ++refused;
      if (i % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (i % 2 == 0 && i > 200) erase(*store, std::to_string(i - 200));
    }
    stop = true;
    other.join();
    std::filesystem::remove(disk / "filler");
    std::fprintf(stderr, "%zu acknowledged, %d refused\n", acknowledged.size(), refused);
    bool goes_on = false;
    for (int i = 0; i < 200 && !goes_on; ++i) {
      goes_on = put(*store, "after", "1") == CommitOutcome::done;
      if (!goes_on) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    REQUIRE(goes_on);
    store.reset();
    store = Store::open(options_on(disk, 0), clock).value();
    for (int i : acknowledged) {
      auto value = store->begin()->get(std::to_string(i));
      REQUIRE(value || i % 2 == 0);
      REQUIRE(!value || *value == std::string(50'000, static_cast<char>('a' + i % 26)));
    }
  });
}

}  // namespace
}  // namespace stellwerk::store
