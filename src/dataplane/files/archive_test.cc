#include "dataplane/files/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

namespace stellwerk::files {
namespace {

namespace fs = std::filesystem;

struct Entry {
  std::string path;
  std::string content;
  std::string link = {};
};

class ArchiveTest : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/stellwerk-archive-XXXXXX";
    directory_ = mkdtemp(pattern);
    fs::create_directories(directory_ / "out");
  }
  void TearDown() override { remove_tree(directory_); }

  void write_zip(const std::vector<Entry>& entries) {
    archive* writer = archive_write_new();
    archive_write_set_format_zip(writer);
    archive_write_open_filename(writer, (directory_ / "in.zip").c_str());
    for (const auto& item : entries) {
      archive_entry* entry = archive_entry_new();
      archive_entry_set_pathname(entry, item.path.c_str());
      archive_entry_set_filetype(entry, item.link.empty() ? AE_IFREG : AE_IFLNK);
      archive_entry_set_perm(entry, item.path.ends_with(".sh") ? 0755 : 0644);
      if (!item.link.empty()) archive_entry_set_symlink(entry, item.link.c_str());
      archive_entry_set_size(entry, static_cast<la_int64_t>(item.content.size()));
      archive_write_header(writer, entry);
      archive_write_data(writer, item.content.data(), item.content.size());
      archive_entry_free(entry);
    }
    archive_write_free(writer);
  }

  Directory out() { return std::move(*Directory::open(directory_ / "out")); }

  std::string extract(const Limits& limits = {}) {
    auto done = extract_zip(directory_ / "in.zip", out(), limits);
    return done ? "" : done.error().code;
  }

  void write_file(const std::string& path, const std::string& text) {
    fs::create_directories((directory_ / path).parent_path());
    std::ofstream(directory_ / path) << text;
  }

  std::string read_file(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  fs::path directory_;
};

TEST_F(ArchiveTest, RoundTrip) {
  write_zip({{"a/b.txt", "hello"}, {"run.sh", "#!/bin/sh\n"}, {"a/link", "", "b.txt"}});
  EXPECT_EQ(extract(), "");
  EXPECT_EQ(read_file(directory_ / "out/a/link"), "hello");
  EXPECT_TRUE((fs::status(directory_ / "out/run.sh").permissions() & fs::perms::owner_exec) != fs::perms::none);
  auto files = out().list("");
  ASSERT_TRUE(files);
  EXPECT_EQ(*files, (std::vector<std::string>{"a/b.txt", "a/link", "run.sh"}));
  ASSERT_TRUE(create_zip(directory_ / "again.zip", out(), {{"a/link", "x/ü.txt"}, {"run.sh", "run.sh"}}));
  fs::create_directories(directory_ / "again");
  ASSERT_TRUE(extract_zip(directory_ / "again.zip", *Directory::open(directory_ / "again")));
  EXPECT_EQ(read_file(directory_ / "again/x/ü.txt"), "hello");
  EXPECT_TRUE((fs::status(directory_ / "again/run.sh").permissions() & fs::perms::owner_exec) != fs::perms::none);
}

TEST_F(ArchiveTest, RefusesWhatLeadsOut) {
  for (const auto& entries : std::vector<std::vector<Entry>>{
           {{"../evil", "x"}},
           {{"a/../../evil", "x"}},
           {{"link", "", "/etc"}},
           {{"a/link", "", "../../etc"}},
           {{"link", "", "a/../.."}},
           {{"sub", "", "."}, {"sub/file", "x"}},
       }) {
    fs::remove_all(directory_ / "out");
    fs::create_directories(directory_ / "out");
    write_zip(entries);
    EXPECT_EQ(extract(), "InvalidArchive") << entries[0].path << " " << entries[0].link;
    EXPECT_FALSE(fs::exists(directory_ / "evil"));
  }
}

TEST_F(ArchiveTest, AbsolutePathsAreRefused) {
  // libarchive writes what it is told; a zip file from elsewhere may hold it too.
  write_zip({{"/tmp/stellwerk-evil", "x"}});
  EXPECT_EQ(extract(), "InvalidArchive");
  EXPECT_FALSE(fs::exists("/tmp/stellwerk-evil"));
}

TEST_F(ArchiveTest, RefusesBombsAndFloods) {
  write_zip({{"zeros", std::string(64 << 20, '\0')}});
  EXPECT_EQ(extract(), "ArchiveTooLarge");
  EXPECT_EQ(extract({.total_bytes = 1000, .ratio = 1'000'000}), "ArchiveTooLarge");
  std::vector<Entry> many;
  for (int i = 0; i < 20; ++i) many.push_back({"f" + std::to_string(i), "x"});
  write_zip(many);
  EXPECT_EQ(extract({.entries = 10}), "ArchiveTooLarge");
  std::ofstream(directory_ / "in.zip") << "no zip file at all";
  EXPECT_EQ(extract(), "InvalidArchive");
}

TEST_F(ArchiveTest, PacksOnlyWhatLiesBelow) {
  write_file("secret", "key");
  write_file("out/good", "fine");
  fs::create_symlink("../secret", directory_ / "out/relative");
  fs::create_symlink(directory_ / "secret", directory_ / "out/absolute");
  mkfifo((directory_ / "out/pipe").c_str(), 0600);
  std::vector<ArchiveMember> members;
  for (const char* name : {"good", "relative", "absolute", "pipe", "../secret", "missing"})
    members.push_back({name, name});
  ASSERT_TRUE(create_zip(directory_ / "in.zip", out(), members));
  fs::create_directories(directory_ / "again");
  auto again = Directory::open(directory_ / "again");
  ASSERT_TRUE(extract_zip(directory_ / "in.zip", *again));
  EXPECT_EQ(*again->list(""), std::vector<std::string>{"good"});
}

TEST_F(ArchiveTest, DoesNotPackMoreThanItsLimit) {
  write_file("out/sparse", "");
  fs::resize_file(directory_ / "out/sparse", 1ull << 40);
  auto made = create_zip(directory_ / "in.zip", out(), {{"sparse", "sparse"}});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "ArchiveTooLarge");
}

}  // namespace
}  // namespace stellwerk::files
