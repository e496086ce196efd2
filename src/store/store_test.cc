#include "store/store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/id_source.h"
#include "base/test_directory.h"
#include "store/damaged_read.h"
#include "store/master_key.h"
#include "store/table.h"
#include "store/transaction_state.h"

namespace stellwerk::store {
namespace {

struct StoreTest : testing::Test {
  TestDirectory directory;
  SystemClock clock;
  std::string master_key = std::string(32, 'k');
  std::unique_ptr<Store> store = open();

  std::unique_ptr<Store> open() {
    auto opened = Store::open({directory.path / "db", master_key}, clock);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }
  void put(const std::string& key, const std::string& value) {
    auto done = store->run([&](Transaction& transaction) -> Result<void> {
      transaction.put(key, value);
      return {};
    });
    ASSERT_TRUE(done);
  }
  std::optional<std::string> get(const std::string& key) { return store->begin()->get(key); }
};

std::string scanned(Transaction& transaction, std::string_view prefix, std::string_view start = "",
                    bool reverse = false, int limit = 1000) {
  std::string out;
  transaction.scan(prefix, start, reverse, [&](std::string_view key, std::string_view value) {
    out += std::string(key) + "=" + std::string(value) + " ";
    return --limit > 0;
  });
  return out;
}

TEST_F(StoreTest, KeepsWhatWasCommittedAndForgetsWhatWasNot) {
  put("a", "1");
  {
    auto dropped = store->begin();
    dropped->put("a", "2");
    dropped->erase("b");
  }
  auto failed = store->run([](Transaction& transaction) -> Result<void> {
    transaction.put("a", "3");
    return Error{"No", "no"};
  });
  EXPECT_FALSE(failed);
  store.reset();
  store = open();
  EXPECT_EQ(get("a"), "1");
  EXPECT_EQ(get("b"), std::nullopt);
}

TEST_F(StoreTest, ReadsItsOwnWritesInBothDirections) {
  for (const char* key : {"p/a", "p/c", "p/e", "q"}) put(key, "s");
  auto transaction = store->begin();
  transaction->put("p/b", "o");
  transaction->put("p/c", "o");
  transaction->erase("p/e");
  transaction->put("p/f", "o");
  transaction->erase("p/none");
  EXPECT_EQ(scanned(*transaction, "p/"), "p/a=s p/b=o p/c=o p/f=o ");
  EXPECT_EQ(scanned(*transaction, "p/", "", true), "p/f=o p/c=o p/b=o p/a=s ");
  EXPECT_EQ(scanned(*transaction, "p/", "p/b"), "p/b=o p/c=o p/f=o ");
  EXPECT_EQ(scanned(*transaction, "p/", "p/c", true), "p/c=o p/b=o p/a=s ");
  EXPECT_EQ(scanned(*transaction, "p/", "p/bb", false, 1), "p/c=o ");
  EXPECT_EQ(scanned(*transaction, "p/", "p/d", true, 1), "p/c=o ");
  EXPECT_EQ(scanned(*transaction, "p/", "q"), "");
  EXPECT_EQ(scanned(*transaction, "p/", "a", true), "");
  EXPECT_EQ(scanned(*transaction, "", "p/f"), "p/f=o q=s ");
  EXPECT_EQ(transaction->get("p/e"), std::nullopt);
}

TEST_F(StoreTest, AReadRepeatedSeesOwnWritesAndNoOthers) {
  const std::string long_value(2 * kHeldReadsLimitBytes, 'l');
  put("a", "1");
  put("long", long_value);
  auto transaction = store->begin();
  for (int repeated = 0; repeated < 2; ++repeated) {
    EXPECT_EQ(transaction->get("a"), "1");
    EXPECT_EQ(transaction->get("none"), std::nullopt);
    EXPECT_EQ(transaction->get("long"), long_value) << "more than is held";
  }
  put("a", "2");
  put("none", "2");
  EXPECT_EQ(transaction->get("a"), "1");
  EXPECT_EQ(transaction->get("none"), std::nullopt);
  transaction->put("a", "own");
  transaction->put("none", "own");
  EXPECT_EQ(transaction->get("a"), "own");
  EXPECT_EQ(transaction->get("none"), "own");
  EXPECT_EQ(store->commit(*transaction), CommitOutcome::conflict) << "what was held was read all the same";
}

TEST_F(StoreTest, AScanMayEraseAheadOfItself) {
  for (const char* key : {"a1", "a2", "a3"}) put(key, "s");
  auto transaction = store->begin();
  std::string seen;
  transaction->scan("a", "", false, [&](std::string_view key, std::string_view) {
    seen += key;
    transaction->erase("a2");
    transaction->erase(key);
    return true;
  });
  EXPECT_EQ(seen, "a1a3");
  EXPECT_EQ(scanned(*transaction, "a"), "");
}

TEST_F(StoreTest, ASnapshotDoesNotMove) {
  put("a", "1");
  auto reader = store->begin();
  EXPECT_EQ(reader->get("a"), "1");
  put("a", "2");
  put("ab", "2");
  EXPECT_EQ(reader->get("a"), "1");
  EXPECT_EQ(scanned(*reader, "a"), "a=1 ");
  EXPECT_EQ(store->commit(*reader), CommitOutcome::done);
}

TEST_F(StoreTest, LostUpdatesAndWriteSkewAreConflicts) {
  put("x", "1");
  put("y", "1");
  auto first = store->begin();
  auto second = store->begin();
  EXPECT_EQ(first->get("x"), "1");
  EXPECT_EQ(second->get("y"), "1");
  first->put("y", "0");
  second->put("x", "0");
  EXPECT_EQ(store->commit(*first), CommitOutcome::done);
  EXPECT_EQ(store->commit(*second), CommitOutcome::conflict);
  EXPECT_EQ(get("x"), "1");
}

TEST_F(StoreTest, WhatWasNotFoundCountsAsRead) {
  auto first = store->begin();
  EXPECT_EQ(first->get("new"), std::nullopt);
  put("new", "theirs");
  first->put("new", "mine");
  EXPECT_EQ(store->commit(*first), CommitOutcome::conflict);
}

TEST_F(StoreTest, PhantomsAreConflictsButOnlyAsFarAsTheScanWent) {
  for (const char* key : {"k2", "k4", "k6"}) put(key, "s");
  struct Case {
    bool reverse;
    int limit;
    const char* inserted;
    CommitOutcome expected;
  };
  for (const Case& each : {Case{false, 9, "k9", CommitOutcome::conflict}, Case{false, 9, "k1", CommitOutcome::conflict},
                           Case{false, 1, "k3", CommitOutcome::done}, Case{false, 2, "k3", CommitOutcome::conflict},
                           Case{false, 9, "l", CommitOutcome::done}, Case{true, 9, "k0", CommitOutcome::conflict},
                           Case{true, 1, "k5", CommitOutcome::done}, Case{true, 1, "k7", CommitOutcome::conflict}}) {
    auto scanning = store->begin();
    scanned(*scanning, "k", "", each.reverse, each.limit);
    scanning->put("result", "x");
    put(each.inserted, "new");
    EXPECT_EQ(store->commit(*scanning), each.expected) << each.inserted << each.limit << each.reverse;
    auto cleaning = store->begin();
    cleaning->erase(each.inserted);
    EXPECT_EQ(store->commit(*cleaning), CommitOutcome::done);
  }
}

TEST_F(StoreTest, ManyThreadsCountWithoutLosingOne) {
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < kEach; ++j) {
        auto done = store->run([&](Transaction& transaction) -> Result<void> {
          int sum = std::stoi(transaction.get("sum").value_or("0"));
          transaction.put("sum", std::to_string(sum + 1));
          transaction.put("own/" + std::to_string(i) + "/" + std::to_string(j), "x");
          return {};
        });
        EXPECT_TRUE(done);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(get("sum"), std::to_string(kThreads * kEach));
  auto transaction = store->begin();
  int own = 0;
  transaction->scan("own/", "", false, [&](std::string_view, std::string_view) { return ++own, true; });
  EXPECT_EQ(own, kThreads * kEach);
}

TEST_F(StoreTest, NothingOnTheDiskCanBeRead) {
  const std::string key = "planted-key-in-clear";
  const std::string value = "planted value in clear: a secret of the customer";
  // Enough to be flushed to tables and not only to lie in the log.
  for (int i = 0; i < 30; ++i) put(key + std::to_string(i), value + SystemIdSource().bytes(300'000));
  store.reset();
  store = open();
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    for (const std::string& planted : {key, value, std::string("planted"), std::string("rocksdb"),
                                       std::string("leveldb.BytewiseComparator"), master_key}) {
      EXPECT_EQ(bytes.find(planted), std::string::npos) << planted << " in " << entry.path();
    }
  }
  EXPECT_GE(files, 4);
  EXPECT_EQ(get(key + "7")->substr(0, value.size()), value);
}

TEST_F(StoreTest, TheWrongKeyAndTheWrongDirectoryAreNamed) {
  put("a", "1");
  store.reset();
  auto wrong = Store::open({directory.path / "db", std::string(32, 'x')}, clock);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, "StoreUnreadable");
  EXPECT_NE(wrong.error().message.find("master key"), std::string::npos);

  std::filesystem::create_directory(directory.path / "home");
  std::ofstream(directory.path / "home" / "letter.txt") << "dear";
  auto foreign = Store::open({directory.path / "home", master_key}, clock);
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, "StoreUnreadable");

  store = open();
  EXPECT_EQ(get("a"), "1");
  auto second = Store::open({directory.path / "db", master_key}, clock);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "StoreLocked");
}

TEST_F(StoreTest, ADamagedBlockFailsItsReadAndNothingElse) {
  for (int i = 0; i < 30; ++i) put("key" + std::to_string(i), SystemIdSource().bytes(300'000));
  store.reset();
  store = open();  // what lay in the log is in tables now
  store.reset();
  for (const auto& entry : std::filesystem::directory_iterator(directory.path / "db")) {
    if (entry.path().extension() != ".sst") continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100'000);
    file.put('!').put('?').put('!');
  }
  store = open();
  int readable = 0, damaged = 0;
  for (int i = 0; i < 30; ++i) {
    try {
      EXPECT_EQ(get("key" + std::to_string(i))->size(), 300'000u);
      ++readable;
    } catch (const DamagedRead& failure) {
      EXPECT_NE(std::string(failure.what()).find(".sst"), std::string::npos) << failure.what();
      ++damaged;
    }
  }
  EXPECT_GE(readable, 20);
  EXPECT_GE(damaged, 1);
  // An errand that meets the damage fails as a value, and the store goes on.
  auto failed = store->run([](Transaction& transaction) -> Result<void> {
    transaction.scan("key", "", false, [](std::string_view, std::string_view) { return true; });
    return {};
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().http_status, 500);
  put("after", "written");
  EXPECT_EQ(get("after"), "written");
}

TEST(MasterKey, IsMadeOnceAndReadOnlyIfPrivate) {
  TestDirectory directory;
  SystemIdSource ids;
  auto path = directory.path / "master.key";
  EXPECT_EQ(read_master_key(path).error().code, "MasterKeyMissing");
  auto made = make_master_key(path, ids);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->size(), kMasterKeyBytes);
  EXPECT_EQ(read_master_key(path).value(), *made);
  EXPECT_EQ(make_master_key(path, ids).error().code, "MasterKeyExists");
  ::chmod(path.c_str(), 0640);
  EXPECT_EQ(read_master_key(path).error().code, "MasterKeyExposed");
  ::chmod(path.c_str(), 0600);
  std::ofstream(path) << "abcd\n";
  EXPECT_EQ(read_master_key(path).error().code, "MasterKeyMalformed");
  EXPECT_NE(derive_key(*made, "objects"), derive_key(*made, "kms"));
}

// RFC 5869, test case 1.
TEST(MasterKey, HkdfGivesTheStandardsResult) {
  std::string key(22, '\x0b');
  EXPECT_EQ(hkdf_sha256(key, std::string("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c", 13),
                        "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9", 8),
            "\x3c\xb2\x5f\x25\xfa\xac\xd5\x7a");
}

}  // namespace
}  // namespace stellwerk::store
