#include "dataplane/files/directory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace stellwerk::files {
namespace {

namespace fs = std::filesystem;

class DirectoryTest : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/stellwerk-files-XXXXXX";
    directory_ = mkdtemp(pattern);
    write("secret", "key");
    write("root/good", "fine");
    write("root/sub/inner", "inner");
    root_.emplace(std::move(*Directory::open(directory_ / "root")));
  }
  void TearDown() override { remove_tree(directory_); }

  void write(const std::string& path, const std::string& text) {
    fs::create_directories((directory_ / path).parent_path());
    std::ofstream(directory_ / path) << text;
  }

  std::string text_of(const std::string& path) {
    auto source = root_->read(path);
    if (!source) return "(" + source.error().code + ")";
    return or_code(read_all(**source, 1000));
  }
  static std::string or_code(Result<std::string> text) { return text ? *text : "(" + text.error().code + ")"; }

  fs::path directory_;
  std::optional<Directory> root_;
};

TEST_F(DirectoryTest, NothingLeadsOut) {
  fs::create_symlink("../secret", directory_ / "root/relative");
  fs::create_symlink(directory_ / "secret", directory_ / "root/absolute");
  fs::create_directory_symlink("..", directory_ / "root/up");
  fs::create_symlink("/proc/self/root" + (directory_ / "secret").string(), directory_ / "root/magic");
  fs::create_symlink("sub/inner", directory_ / "root/within");
  fs::create_directory_symlink("sub", directory_ / "root/linked");
  for (const char* path :
       {"relative", "absolute", "up/secret", "../secret", "sub/../../secret", "magic", "/etc/passwd"})
    EXPECT_EQ(text_of(path), "(FileUnavailable)") << path;
  EXPECT_EQ(text_of(std::string("good\0x", 6)), "(FileUnavailable)");
  EXPECT_EQ(text_of("good"), "fine");
  EXPECT_EQ(text_of("within"), "inner");
  for (const char* path : {"up", "..", "linked", "good", "/", "up/root"}) EXPECT_FALSE(root_->below(path)) << path;
  EXPECT_TRUE(root_->below("sub"));
  EXPECT_EQ(*root_->list(""),
            (std::vector<std::string>{"absolute", "good", "linked", "magic", "relative", "sub/inner", "up", "within"}));
  EXPECT_FALSE(root_->make("up/new"));
  EXPECT_FALSE(fs::exists(directory_ / "new"));
  EXPECT_FALSE(Directory::open(directory_ / "root/linked"));
}

TEST_F(DirectoryTest, HoldsItsDirectoryWhateverTakesThePlace) {
  // A build may replace the folder of its source, but not the one that is held.
  fs::rename(directory_ / "root/sub", directory_ / "root/elsewhere");
  fs::create_directory_symlink(directory_, directory_ / "root/sub");
  EXPECT_FALSE(root_->below("sub"));
  EXPECT_EQ(text_of("sub/secret"), "(FileUnavailable)");
  EXPECT_FALSE(root_->list("sub"));
}

TEST_F(DirectoryTest, OpensRegularFilesOnly) {
  mkfifo((directory_ / "root/pipe").c_str(), 0600);
  sockaddr_un address{AF_UNIX, {}};
  std::string path = directory_ / "root/socket";
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  ASSERT_EQ(bind(socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  for (const char* name : {"pipe", "socket", "sub", "device"}) {
    if (name == std::string("device") && mknod((directory_ / "root/device").c_str(), S_IFCHR | 0666, 0x0103) != 0)
      continue;
    EXPECT_EQ(text_of(name), "(FileUnavailable)") << name;
  }
  EXPECT_EQ(*root_->list(""), (std::vector<std::string>{"good", "sub/inner"}));
}

TEST_F(DirectoryTest, SizesAreBounded) {
  auto growing = root_->read("good");
  std::ofstream(directory_ / "root/good", std::ios::app) << " and more";
  EXPECT_EQ(or_code(read_all(**growing, 1000)), "fine");
  auto shrinking = root_->read("good");
  fs::resize_file(directory_ / "root/good", 2);
  EXPECT_EQ(or_code(read_all(**shrinking, 1000)), "(FileUnavailable)");
  auto large = root_->read("sub/inner", 3);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, "FileTooLarge");
  EXPECT_EQ(root_->list("", {.entries = 1}).error().code, "TooManyFiles");
  std::string deep;
  for (int i = 0; i < kDepthLimit + 2; ++i) deep += "d/";
  ASSERT_TRUE(root_->make(deep));
  EXPECT_EQ(root_->list("").error().code, "TooManyFiles");
}

TEST_F(DirectoryTest, RacesLoseAgainstTheKernel) {
  write("outside/inner", "key");
  std::atomic<bool> is_over = false;
  std::thread racer([&] {
    while (!is_over) {
      fs::rename(directory_ / "root/sub", directory_ / "root/aside");
      fs::create_directory_symlink(directory_ / "outside", directory_ / "root/sub");
      fs::remove(directory_ / "root/sub");
      fs::rename(directory_ / "root/aside", directory_ / "root/sub");
    }
  });
  for (int i = 0; i < 3000; ++i) EXPECT_NE(text_of("sub/inner"), "key");
  is_over = true;
  racer.join();
}

TEST_F(DirectoryTest, WhatIsMadeReplacesAndStaysBelow) {
  fs::create_symlink("../secret", directory_ / "root/new");
  auto file = root_->create("new", 0600);
  ASSERT_TRUE(file);
  ASSERT_TRUE(write_all(file->number(), "text"));
  EXPECT_EQ(text_of("new"), "text");
  std::ifstream secret(directory_ / "secret");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(secret), {}), "key");
}

TEST_F(DirectoryTest, RemovesAnyTree) {
  Descriptor at(open((directory_ / "root").c_str(), O_RDONLY | O_DIRECTORY));
  for (int i = 0; i < 3000; ++i) {  // deeper than any path is long
    mkdirat(at.number(), "a-directory", 0700);
    at = Descriptor(openat(at.number(), "a-directory", O_RDONLY | O_DIRECTORY));
    ASSERT_TRUE(at.is_open());
  }
  write("root/removed-1/x", "taken");
  fs::create_directory_symlink("../outside", directory_ / "root/link");
  write("outside/kept", "x");
  fs::permissions(directory_ / "root/sub", fs::perms::none);
  remove_tree(directory_ / "root");
  EXPECT_FALSE(fs::exists(directory_ / "root"));
  EXPECT_TRUE(fs::exists(directory_ / "outside/kept"));
  fs::create_directory_symlink("outside", directory_ / "root");
  remove_tree(directory_ / "root");
  EXPECT_FALSE(fs::is_symlink(directory_ / "root"));
  EXPECT_TRUE(fs::exists(directory_ / "outside/kept"));
}

}  // namespace
}  // namespace stellwerk::files
