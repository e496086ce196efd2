#include <gtest/gtest.h>

#include <fstream>
#include <optional>

#include "base/test_directory.h"
#include "store/damaged_read.h"
#include "store/recovery.h"
#include "store/store.h"

namespace stellwerk::store {
namespace {

constexpr int kCommits = 12;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// A small store whose process died: all that it acknowledged lies in tables, in a closed log and in the log.
struct DamageTest : testing::Test {
  TestDirectory directory;
  SystemClock clock;
  const std::string master_key = std::string(32, 'k');
  std::filesystem::path original = directory.path / "db";
  std::filesystem::path image = directory.path / "image";

  void SetUp() override {
    {
      auto first = Store::open({original, master_key}, clock).value();
      commit(*first, 0);
    }
    auto store = Store::open({original, master_key}, clock).value();  // what lay in the log is in a table now
    for (int i = 1; i < kCommits; ++i) commit(*store, i);
    std::filesystem::copy(original, directory.path / "dead", std::filesystem::copy_options::recursive);
    store.reset();
    original = directory.path / "dead";
  }

  static void commit(Store& store, int number) {
    auto transaction = store.begin();
    transaction->put("key/" + std::to_string(number), "value " + std::to_string(number));
    ASSERT_EQ(store.commit(*transaction), CommitOutcome::done);
  }

  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(original)) {
      if (entry.path().filename() != "LOCK") out.push_back(entry.path().filename());
    }
    return out;
  }

  std::filesystem::path only(std::string_view part) const {
    for (const auto& name : files()) {
      if (name.string().find(part) != std::string::npos) return name;
    }
    ADD_FAILURE() << "no file " << part;
    return {};
  }

  void make_image() const {
    std::filesystem::remove_all(image);
    std::filesystem::copy(original, image, std::filesystem::copy_options::recursive);
  }

  void put_back(const std::filesystem::path& name) const {
    std::filesystem::copy_file(original / name, image / name, std::filesystem::copy_options::overwrite_existing);
  }

  // Either all is there, or the start is refused with the file's name, and changes nothing.
  void expect_all_or_refused(const std::filesystem::path& name, const std::string& what) {
    auto opened = Store::open({image, master_key}, clock);
    if (!opened) {
      EXPECT_EQ(opened.error().code, "StoreDamaged") << what << ": " << opened.error().message;
      EXPECT_NE(opened.error().message.find(name.string()), std::string::npos) << what << opened.error().message;
      EXPECT_NE(opened.error().message.find("stellwerk recover"), std::string::npos) << opened.error().message;
      ++refused;
      put_back(name);
      return;
    }
    auto transaction = (*opened)->begin();
    try {
      for (int i = 0; i < kCommits; ++i) {
        ASSERT_EQ(transaction->get("key/" + std::to_string(i)), "value " + std::to_string(i)) << what;
      }
      ++whole;
    } catch (const DamagedRead& failure) {  // of a table, whose blocks are checked when they are read
      EXPECT_NE(std::string(failure.what()).find(name.string()), std::string::npos) << failure.what();
      ++unreadable;
    }
    transaction.reset();
    opened->reset();
    make_image();
  }

  int refused = 0;
  int whole = 0;
  int unreadable = 0;
};

TEST_F(DamageTest, TheDeadProcesssDirectoryOpens) {
  make_image();
  expect_all_or_refused("", "untouched");
  EXPECT_EQ(whole, 1);
}

TEST_F(DamageTest, EachDeletedFileIsNamedOrNotMissed) {
  make_image();
  for (const auto& name : files()) {
    std::filesystem::remove(image / name);
    expect_all_or_refused(name, "without " + name.string());
  }
  EXPECT_GE(refused, 4);  // the log, the manifest, CURRENT, SEAL, a table
}

// Flips every byte that means something: a head's padding of zeros is sampled.
TEST_F(DamageTest, EachFlippedByteIsNamedOrHarmless) {
  constexpr std::size_t kHeadBytes = 4096, kMeaningfulHeadBytes = 80, kPaddingStep = 500, kTableStep = 37,
                        kOtherStep = 5;
  for (const auto& name : files()) {
    bool is_table = name.extension() == ".sst";
    if (name.string().starts_with("OPTIONS")) continue;
    make_image();
    const std::string bytes = read_file(original / name);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      bool is_padding = at >= kMeaningfulHeadBytes && at < kHeadBytes;
      if (is_padding && name != "SEAL" && at % kPaddingStep != 0) continue;
      if (name == "SEAL" && bytes[at] == '\0' && at % kPaddingStep != 0) continue;
      if ((name == "SEAL" || name == "IDENTITY") && at % kOtherStep != 0) continue;
      if (is_table && at >= kHeadBytes && at % kTableStep != 0) continue;
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ 0x40);
      write_file(image / name, changed);
      SCOPED_TRACE(name.string() + " byte " + std::to_string(at));
      expect_all_or_refused(name, "flipped");
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(refused, 1000);
}

TEST_F(DamageTest, EachTruncationOfALogOrAManifestIsNamed) {
  make_image();
  for (const auto& name :
       {only(".log"), only("MANIFEST-"), std::filesystem::path("CURRENT"), std::filesystem::path("SEAL")}) {
    const std::string bytes = read_file(original / name);
    for (std::size_t kept = 0; kept < bytes.size(); kept += kept < 4000 ? 400 : name == "SEAL" ? 37 : 1) {
      write_file(image / name, bytes.substr(0, kept));
      expect_all_or_refused(name, name.string() + " cut to " + std::to_string(kept));
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_EQ(whole, 0);
}

// How many of the first commits are there; -1 if there is a hole.
int kept_commits(Store& store) {
  auto transaction = store.begin();
  int kept = 0;
  while (kept < kCommits && transaction->get("key/" + std::to_string(kept))) ++kept;
  for (int i = kept; i < kCommits; ++i) {
    if (transaction->get("key/" + std::to_string(i))) return -1;
  }
  return kept;
}

TEST_F(DamageTest, RecoveryTellsWhatADamagedLogLosesBeforeItLosesIt) {
  make_image();
  const auto log = only(".log");
  std::string bytes = read_file(image / log);
  const std::size_t middle = 4096 + (bytes.size() - 4096) / 2;
  bytes[middle] = static_cast<char>(bytes[middle] ^ 1);
  write_file(image / log, bytes);
  const StoreOptions options{image, master_key};

  auto told = examine(options);
  ASSERT_TRUE(told) << told.error().message;
  ASSERT_EQ(told->damages.size(), 1u);
  EXPECT_EQ(told->damages[0].file, log);
  EXPECT_GT(told->lost_writes, 0u);
  EXPECT_LT(told->lost_writes, static_cast<std::uint64_t>(kCommits));
  EXPECT_GT(told->kept.time.milliseconds, 0);
  EXPECT_LE(told->kept.time.milliseconds, told->acknowledged.time.milliseconds);
  EXPECT_EQ(read_file(image / log), bytes);
  EXPECT_FALSE(Store::open(options, clock));

  std::filesystem::create_directory(image / "objects");
  auto done = recover(options, clock.now());
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->lost_writes, told->lost_writes);
  EXPECT_EQ(read_file(done->set_aside / log), bytes);
  EXPECT_TRUE(std::filesystem::exists(image / "objects"));
  auto store = Store::open(options, clock);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(kept_commits(**store), kCommits - static_cast<int>(told->lost_writes));
}

TEST_F(DamageTest, RecoveryLosesNothingWhereNothingIsLost) {
  for (const std::filesystem::path& name : {std::filesystem::path("SEAL"), std::filesystem::path("CURRENT"),
                                            std::filesystem::path("IDENTITY"), only("MANIFEST-")}) {
    for (bool is_deleted : {true, false}) {
      if (is_deleted && name == "IDENTITY") continue;  // is made anew without a word
      make_image();
      if (is_deleted) {
        std::filesystem::remove(image / name);
      } else {
        std::string bytes = read_file(image / name);
        bytes[3] = static_cast<char>(bytes[3] ^ 1);
        write_file(image / name, bytes);
      }
      SCOPED_TRACE(name.string() + (is_deleted ? " deleted" : " changed"));
      auto done = recover({image, master_key}, clock.now());
      ASSERT_TRUE(done) << done.error().message;
      EXPECT_FALSE(done->damages.empty());
      EXPECT_EQ(done->lost_writes, 0u);
      auto store = Store::open({image, master_key}, clock);
      ASSERT_TRUE(store) << store.error().message;
      EXPECT_EQ(kept_commits(**store), kCommits);
    }
  }
}

TEST_F(DamageTest, RecoveryOfADeletedLogKeepsNoHole) {
  make_image();
  std::filesystem::remove(image / only(".log"));
  auto told = examine({image, master_key});
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_EQ(told->lost_writes, static_cast<std::uint64_t>(kCommits) - 1);
  ASSERT_TRUE(recover({image, master_key}, clock.now()));
  auto store = Store::open({image, master_key}, clock);
  ASSERT_TRUE(store) << store.error().message;
  EXPECT_EQ(kept_commits(**store), 1);
}

TEST_F(DamageTest, ThereIsNothingToRecoverInAWholeDirectory) {
  make_image();
  auto told = recover({image, master_key}, clock.now());
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_TRUE(told->damages.empty());
  EXPECT_EQ(told->lost_writes, 0u);
}

}  // namespace
}  // namespace stellwerk::store
