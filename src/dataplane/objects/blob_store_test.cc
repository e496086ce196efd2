#include "dataplane/objects/blob_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/id_source.h"
#include "base/test_directory.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::objects {
namespace {

struct SetClock final : Clock {
  Timestamp now() const override { return {milliseconds.load()}; }
  std::atomic<std::int64_t> milliseconds = 1'700'000'000'000;
};

// Hands out its bytes in odd bits, as a socket does, and fails at the end if told so.
struct DrippingSource final : ByteSource {
  std::string bytes;
  bool fails = false;
  std::size_t at = 0;
  DrippingSource(std::string bytes_, bool fails_ = false) : bytes(std::move(bytes_)), fails(fails_) {}
  Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = std::min({into.size(), bytes.size() - at, std::size_t{7777}});
    std::copy_n(bytes.data() + at, count, into.data());
    at += count;
    if (count == 0 && fails) return Error{"IncompleteBody", "cut off"};
    return count;
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }
};

std::string body_of(std::size_t size) { return SystemIdSource().bytes(size); }

struct BlobStoreTest : testing::Test {
  TestDirectory directory;
  SetClock clock;
  SystemIdSource ids;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<BlobStore> blobs;

  BlobStoreTest() { open_all(); }
  void open_all() {
    blobs.reset();
    store.reset();
    store = store::Store::open({directory.path / "db", std::string(32, 'm')}, clock).value();
    blobs = BlobStore::open(*store, directory.path / "objects", std::string(32, 'o'), ids, clock).value();
  }
  std::size_t files() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path / "objects")) {
      count += entry.is_regular_file();
    }
    return count;
  }
  std::filesystem::path only_file() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory.path / "objects")) {
      if (entry.is_regular_file()) return entry.path();
    }
    return {};
  }
  StagedBlob stage(std::string body, StageOptions options = {}) {
    DrippingSource source(std::move(body));
    return blobs->stage(source, options).value();
  }
  BlobReference keep(std::string body) {
    StagedBlob staged = stage(std::move(body));
    BlobReference reference;
    EXPECT_TRUE(store->run([&](store::Transaction& transaction) -> Result<void> {
      reference = blobs->commit(transaction, staged);
      return {};
    }));
    return reference;
  }
  void erase(const BlobReference& reference) {
    EXPECT_TRUE(store->run([&](store::Transaction& transaction) -> Result<void> {
      blobs->erase(transaction, reference);
      return {};
    }));
  }
  std::string read(std::vector<BlobReference> parts, std::uint64_t offset = 0, std::uint64_t length = ~0ull) {
    auto transaction = store->begin();
    auto source = blobs->open(*transaction, parts, offset, length);
    if (!source) return source.error().code;
    auto bytes = read_all(**source, 1ull << 40);
    return bytes ? *bytes : bytes.error().code;
  }
};

TEST_F(BlobStoreTest, KeepsBodiesOfEverySizeAcrossARestart) {
  std::vector<std::pair<BlobReference, std::string>> kept;
  for (std::size_t size : {0, 1, 1000, 65535, 65536, 65537, 131072, 131073, 1'000'000}) {
    std::string body = body_of(size);
    BlobReference reference = keep(body);
    EXPECT_EQ(reference.size_bytes, static_cast<std::int64_t>(size));
    EXPECT_EQ(reference.in_file, size > kInlineLimitBytes);
    kept.emplace_back(reference, body);
  }
  EXPECT_EQ(files(), 4u);
  open_all();
  open_all();
  for (const auto& [reference, body] : kept) EXPECT_TRUE(read({reference}) == body) << body.size();
  EXPECT_EQ(files(), 4u);
}

TEST_F(BlobStoreTest, ComputesTheDigestsInOnePass) {
  using enum ChecksumKind;
  StagedBlob check = stage("123456789", {.checksums = {crc32, crc32c, crc64nvme, sha1, sha256}});
  EXPECT_EQ(to_hex(check.md5()), "25f9e794323b453885f5181f1b624d0b");
  EXPECT_EQ(to_hex(check.checksum(crc32)), "cbf43926");
  EXPECT_EQ(to_hex(check.checksum(crc32c)), "e3069283");
  EXPECT_EQ(to_hex(check.checksum(crc64nvme)), "ae8b14860a799888");
  EXPECT_EQ(to_hex(check.checksum(sha1)), "f7c3bc1d808e04732adf679965ccc34ca7ae3441");
  std::string body = body_of(300'000);
  StagedBlob large = stage(body, {.checksums = {sha256, crc32c}});
  EXPECT_EQ(large.md5(), digest(DigestKind::md5, body));
  EXPECT_EQ(large.checksum(sha256), digest(DigestKind::sha256, body));
  EXPECT_EQ(large.size_bytes(), body.size());
}

TEST_F(BlobStoreTest, ReadsRangesAndConcatenations) {
  std::vector<std::string> bodies = {body_of(200'000), body_of(10), body_of(0), body_of(65'536), body_of(70'000)};
  std::vector<BlobReference> parts;
  std::string whole;
  for (const std::string& body : bodies) {
    parts.push_back(keep(body));
    whole += body;
  }
  EXPECT_TRUE(read(parts) == whole);
  for (auto [offset, length] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 1},
                                                                                    {65'535, 2},
                                                                                    {65'536, 65'536},
                                                                                    {199'999, 12},
                                                                                    {199'990, 100'000},
                                                                                    {335'545, 1},
                                                                                    {0, 0},
                                                                                    {335'546, 5},
                                                                                    {400'000, 1},
                                                                                    {150'000, ~0ull}}) {
    std::string expected = offset > whole.size() ? "" : whole.substr(offset, length);
    EXPECT_TRUE(read(parts, offset, length) == expected) << offset << "+" << length;
  }
  auto transaction = store->begin();
  EXPECT_EQ((*blobs->open(*transaction, parts, 150'000))->remaining_bytes(), whole.size() - 150'000);
}

TEST_F(BlobStoreTest, WhatIsNotCommittedLeavesNothing) {
  { StagedBlob dropped = stage(body_of(100'000)); }
  EXPECT_EQ(files(), 0u);
  {
    // Offered to a transaction that was then given up.
    StagedBlob dropped = stage(body_of(100'000));
    auto transaction = store->begin();
    blobs->commit(*transaction, dropped);
  }
  EXPECT_EQ(files(), 0u);
  DrippingSource cut(body_of(100'000), true);
  EXPECT_EQ(blobs->stage(cut).error().code, "IncompleteBody");
  DrippingSource large(body_of(100'001));
  EXPECT_EQ(blobs->stage(large, {.limit_bytes = 100'000}).error().code, "EntityTooLarge");
  EXPECT_EQ(files(), 0u);
}

TEST_F(BlobStoreTest, MayBeCommittedAgainAfterAConflict) {
  std::string body = body_of(100'000);
  BlobReference reference;
  {
    StagedBlob staged = stage(body);
    int tries = 0;
    ASSERT_TRUE(store->run([&](store::Transaction& transaction) -> Result<void> {
      transaction.get("contended");
      if (++tries == 1) {
        EXPECT_TRUE(store->run([](store::Transaction& other) -> Result<void> {
          other.put("contended", "x");
          return {};
        }));
      }
      reference = blobs->commit(transaction, staged);
      return {};
    }));
    EXPECT_EQ(tries, 2);
  }
  EXPECT_TRUE(read({reference}) == body);
}

TEST_F(BlobStoreTest, FilesThatADeadProcessLeftAreSweptAndOthersAreNot) {
  std::string body = body_of(100'000);
  BlobReference kept = keep(body);
  auto left = only_file().parent_path() / "0123456789abcdef0123456789abcdef";
  std::ofstream(left) << "half a body";
  open_all();
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_EQ(files(), 1u);
  EXPECT_TRUE(read({kept}) == body);
}

TEST_F(BlobStoreTest, AReaderOutlivesTheErasureAndTheFileGoesAfterIt) {
  store::Outbox outbox(*store, clock);
  blobs->attend(outbox);
  outbox.start();
  std::string body = body_of(500'000);
  BlobReference first = keep(body);
  BlobReference second = keep(body);
  auto transaction = store->begin();
  std::vector<BlobReference> parts{first, second};
  auto source = blobs->open(*transaction, parts).value();
  transaction.reset();
  erase(first);
  erase(second);
  auto pass_time = [&](std::size_t files_expected) {
    clock.milliseconds += 40'000;
    outbox.look_again();
    for (int i = 0; i < 200 && files() != files_expected; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(files(), files_expected);
  };
  clock.milliseconds += 40'000;
  outbox.look_again();
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_EQ(files(), 2u);
  EXPECT_TRUE(read_all(*source, 1 << 30).value() == body + body);
  source.reset();
  pass_time(0);
  outbox.stop();
}

TEST_F(BlobStoreTest, TheErasureOfASmallBodyIsPartOfTheTransaction) {
  BlobReference reference = keep("small");
  EXPECT_EQ(read({reference}), "small");
  erase(reference);
  EXPECT_EQ(read({reference}), "InternalError");
}

TEST_F(BlobStoreTest, EveryChangeOnTheDiskIsNoticed) {
  std::string body = body_of(200'000);
  for (std::uint64_t position : {0u, 65'536u + 3u, 65'536u + 16u, 200'000u}) {
    BlobReference reference = keep(body);
    auto path = only_file();
    {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(static_cast<std::streamoff>(position));
      auto old = static_cast<char>(file.get());
      file.seekp(static_cast<std::streamoff>(position));
      file.put(static_cast<char>(old ^ 1));
    }
    EXPECT_EQ(read({reference}), "InternalError") << position;
    std::filesystem::remove(path);
    EXPECT_EQ(read({reference}), "InternalError");
  }
  BlobReference cut = keep(body);
  std::filesystem::resize_file(only_file(), 131'104);
  EXPECT_EQ(read({cut}), "InternalError");
}

TEST_F(BlobStoreTest, ASealedBodyNeedsItsOwnersKey) {
  const std::string owners_key(32, 's');
  for (std::size_t size : {0u, 100u, 65'536u, 200'000u}) {
    std::string body = body_of(size);
    StagedBlob staged = stage(body, {.sealing_key = owners_key});
    EXPECT_EQ(staged.md5(), digest(DigestKind::md5, body));
    auto writing = store->begin();
    BlobReference reference = blobs->commit(*writing, staged);
    ASSERT_EQ(store->commit(*writing), store::CommitOutcome::done);
    auto transaction = store->begin();
    auto opened = blobs->open(*transaction, reference, 0, ~0ull, owners_key).value();
    EXPECT_TRUE(read_all(*opened, 1 << 30).value() == body);
    if (size == 0) continue;
    auto part = blobs->open(*transaction, reference, size / 2, 10, owners_key).value();
    EXPECT_EQ(read_all(*part, 1 << 30).value(), body.substr(size / 2, 10));
    EXPECT_EQ(read({reference}), "InternalError");
    EXPECT_FALSE(blobs->open(*transaction, reference, 0, ~0ull, std::string(32, 't')));
  }
}

TEST_F(BlobStoreTest, NothingOnTheDiskCanBeRead) {
  std::string planted = "a planted sentence of the customer";
  keep(planted + std::string(100'000, 'x'));
  std::ifstream in(only_file(), std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  EXPECT_EQ(bytes.size(), 100'000 + planted.size() + 2 * 16);
  EXPECT_EQ(bytes.find("planted"), std::string::npos);
  EXPECT_EQ(bytes.find("xxxxxxxx"), std::string::npos);
}

TEST_F(BlobStoreTest, ABackupOfARunningStoreIsOfOneMoment) {
  std::vector<std::pair<BlobReference, std::string>> kept;
  for (std::size_t size : {10, 100'000}) {
    std::string body = body_of(size);
    kept.emplace_back(keep(body), body);
  }
  // Pairs that are committed together, before, during and after the backup.
  std::atomic<bool> stopping = false;
  std::atomic<int> committed = 0;
  std::thread writer([&] {
    while (!stopping) {
      StagedBlob large = stage(body_of(70'000));
      EXPECT_TRUE(store->run([&](store::Transaction& transaction) -> Result<void> {
        std::string id = blobs->commit(transaction, large).id;
        transaction.put("pair/left/" + id, "x");
        transaction.put("pair/right/" + id, "x");
        return {};
      }));
      ++committed;
    }
  });
  while (committed < 3) std::this_thread::yield();
  auto copy = directory.path / "backup";
  std::filesystem::create_directory(copy);
  auto done = blobs->backup(copy / "db", copy / "objects");
  EXPECT_TRUE(done) << done.error().message;
  while (committed < 6) std::this_thread::yield();
  stopping = true;
  writer.join();
  EXPECT_EQ(blobs->backup(copy / "db", copy / "objects2").error().code, "BackupFailed");
  EXPECT_EQ(blobs->backup(copy / "db2", copy / "objects").error().code, "BackupFailed");
  for (const auto& [reference, body] : kept) erase(reference);

  blobs.reset();
  store.reset();
  store = store::Store::open({copy / "db", std::string(32, 'm')}, clock).value();
  blobs = BlobStore::open(*store, copy / "objects", std::string(32, 'o'), ids, clock).value();
  for (const auto& [reference, body] : kept) EXPECT_TRUE(read({reference}) == body);
  int left = 0, right = 0;
  auto transaction = store->begin();
  transaction->scan("pair/left/", "", false, [&](std::string_view key, std::string_view) {
    EXPECT_EQ(read({{std::string(key.substr(10)), 70'000, true}}).size(), 70'000u);
    return ++left, true;
  });
  transaction->scan("pair/right/", "", false, [&](std::string_view, std::string_view) { return ++right, true; });
  EXPECT_GE(left, 3);
  EXPECT_EQ(left, right);
  std::size_t files_of_copy = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(copy / "objects")) {
    files_of_copy += entry.is_regular_file();
  }
  EXPECT_EQ(files_of_copy, static_cast<std::size_t>(left) + 1);
}

}  // namespace
}  // namespace stellwerk::objects
