#include "dataplane/git/git_process.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <thread>
#include <vector>

#include "base/test_directory.h"
#include "base/waiting.h"
#include "dataplane/git/bare_repository.h"
#include "dataplane/git/places.h"

namespace stellwerk::git {
namespace {

// Gives "blob <size>" lines, so that `cat-file --batch` has much to say while it has much to read.
class EndlessInput final : public ByteSource {
 public:
  explicit EndlessInput(std::size_t lines) : lines_(lines) {}
  Result<std::size_t> read(std::span<char> into) override {
    std::string line(40, '1');
    line += '\n';
    if (lines_ == 0 || into.size() < line.size()) return std::size_t{0};
    --lines_;
    std::ranges::copy(line, into.begin());
    return line.size();
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }

 private:
  std::size_t lines_;
};

// Says nothing for longer than any test waits.
GitCommand sleeping(const BareRepository& repository) {
  return {.repository = repository.folder(), .arguments = {"-c", "alias.wait=!sleep 600", "wait"}};
}

class GitProcess : public testing::Test {
 protected:
  GitProcess() { EXPECT_TRUE(repository.create()); }
  TestDirectory directory;
  BareRepository repository{directory.path / "repository"};
};

TEST_F(GitProcess, MovesBothDirectionsAtOnce) {
  constexpr std::size_t kLines = 20'000;  // each answered by a line: far more than the pipes hold, both ways
  auto stream = stream_git({.repository = repository.folder(),
                            .arguments = {"cat-file", "--batch-check"},
                            .input = std::make_shared<EndlessInput>(kLines)});
  ASSERT_TRUE(stream) << stream.error().message;
  auto all = read_all(**stream, 16 << 20);
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->size(), kLines * (40 + sizeof " missing\n" - 1));
}

TEST_F(GitProcess, SaysHowItEnded) {
  auto good = run_git({.repository = repository.folder(), .arguments = {"rev-parse", "--is-bare-repository"}});
  ASSERT_TRUE(good);
  EXPECT_EQ(good->exit_status, 0);
  EXPECT_EQ(good->output, "true\n");
  auto bad = run_git({.repository = repository.folder(), .arguments = {"cat-file", "blob", "none"}});
  ASSERT_TRUE(bad);
  EXPECT_EQ(bad->exit_status, 128);
  EXPECT_NE(bad->complaint.find("none"), std::string::npos);
  GitCommand failing{.repository = repository.folder(), .arguments = {"cat-file", "blob", "none"}};
  EXPECT_EQ(read_all(**stream_git(failing), 100).error().code, "GitFailed");
  EXPECT_EQ(read_all(**stream_git(failing, Failure::in_band), 100).value(), "");
}

TEST_F(GitProcess, EndsByItsDeadlineAndWhenItIsBrokenOff) {
  GitCommand slow = sleeping(repository);
  slow.silence_limit = std::chrono::seconds(1);
  EXPECT_EQ(run_git(slow).error().code, "GitTimedOut");
  GitCommand stopped = sleeping(repository);
  int stop = eventfd(1, EFD_CLOEXEC);
  stopped.end_when_readable = stop;
  EXPECT_EQ(run_git(stopped).error().code, "GitTimedOut");
  ::close(stop);
}

TEST_F(GitProcess, TakesItsChildrenAlong) {
  GitCommand command = sleeping(repository);
  command.arguments = {"-c", "alias.wait=!echo $$ && exec sleep 600", "wait"};
  std::array<char, 32> piece{};
  pid_t child = 0;
  {
    auto stream = stream_git(command);
    ASSERT_TRUE(stream);
    ASSERT_GT((*stream)->read(piece).value(), 0u);
    child = static_cast<pid_t>(std::atoi(piece.data()));
    ASSERT_EQ(kill(child, 0), 0);
  }
  auto deadline = deadline_after(std::chrono::seconds(10));
  auto is_there = [&] {
    // A dead one stays as long as nobody reaps it.
    std::string state = "/proc/" + std::to_string(child) + "/cmdline";
    std::FILE* file = std::fopen(state.c_str(), "r");
    bool has_words = file != nullptr && std::fgetc(file) != EOF;
    if (file) std::fclose(file);
    return has_words;
  };
  while (is_there() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_FALSE(is_there());
}

TEST(Places, GiveOutNoMoreThanThereAre) {
  Places places(2);
  auto first = places.take(kNoDeadline), second = places.take(kNoDeadline);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(places.take(deadline_after(std::chrono::milliseconds(10))));
  bool has_third = false;
  std::thread waiter([&] { has_third = places.take(deadline_after(std::chrono::seconds(10))).has_value(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  first.reset();
  waiter.join();
  EXPECT_TRUE(has_third);
  EXPECT_TRUE(places.take(deadline_after(std::chrono::milliseconds(10))));
}

}  // namespace
}  // namespace stellwerk::git
