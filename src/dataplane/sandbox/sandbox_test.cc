#include "dataplane/sandbox/sandbox.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "dataplane/files/directory.h"
#include "dataplane/sandbox/shell_session.h"

namespace stellwerk::sandbox {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class SandboxTest : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/stellwerk-sandbox-XXXXXX";
    directory_ = mkdtemp(pattern);
    fs::create_directories(directory_ / "private");
    fs::create_directories(directory_ / "work");
    spec_.name = "test-" + directory_.filename().string();
    spec_.environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}, {"HOME", "/home/build"}};
    spec_.private_directory = directory_ / "private";
    spec_.mounts = {{directory_ / "work", "/work-area", true}};
    spec_.working_directory = "/work-area";
  }
  void TearDown() override { files::remove_tree(directory_); }

  std::unique_ptr<ShellSession> session(Shell shell = Shell::bash) {
    auto made =
        ShellSession::start(spec_, shell, [this](std::string_view line) { lines_ += std::string(line) + "\n"; });
    EXPECT_TRUE(made) << made.error().message;
    return made ? std::move(*made) : nullptr;
  }

  int run(ShellSession& session, const std::string& command, Deadline deadline = {}) {
    lines_.clear();
    auto done = session.run(command, deadline);
    EXPECT_TRUE(done) << done.error().message;
    return done ? done->exit_status : -1;
  }

  fs::path directory_;
  SandboxSpec spec_;
  std::string lines_;
};

TEST_F(SandboxTest, CommandsShareVariablesFunctionsAndDirectory) {
  auto shell = session();
  ASSERT_TRUE(shell);
  EXPECT_EQ(run(*shell, "A='x y'; export B=2; f() { echo f:$A; }; mkdir sub; cd sub"), 0);
  EXPECT_EQ(run(*shell, "f; echo $B; pwd; printenv B; printenv A"), 1);
  EXPECT_EQ(lines_, "f:x y\n2\n/work-area/sub\n2\n");
  EXPECT_EQ(run(*shell, "C=3; exit 7"), 7);
  EXPECT_EQ(run(*shell, "echo $C; echo err >&2; printf partial"), 0);
  EXPECT_EQ(lines_, "3\nerr\npartial\n");
  EXPECT_EQ(run(*shell, "for i in 1 2 3; do\n  echo $i\ndone\nfalse"), 1);
  EXPECT_EQ(lines_, "1\n2\n3\n");
  auto values = shell->variables({"A", "B", "NOT_SET"}, {});
  ASSERT_TRUE(values);
  EXPECT_EQ(*values, (std::map<std::string, std::string>{{"A", "x y"}, {"B", "2"}}));
}

TEST_F(SandboxTest, TheOtherShellKeepsVariablesToo) {
  auto shell = session(Shell::sh);
  ASSERT_TRUE(shell);
  EXPECT_EQ(run(*shell, "A=\"it's\"; export B=2; cd /tmp"), 0);
  EXPECT_EQ(run(*shell, "echo $A; printenv B; pwd"), 0);
  EXPECT_EQ(lines_, "it's\n2\n/tmp\n");
}

TEST_F(SandboxTest, SeesNothingOfTheServer) {
  std::ofstream(directory_ / "master.key") << "secret";
  auto shell = session();
  ASSERT_TRUE(shell);
  EXPECT_NE(run(*shell, "cat " + (directory_ / "master.key").string()), 0);
  EXPECT_EQ(lines_.find("secret"), std::string::npos);
  EXPECT_EQ(run(*shell, "ls /root /work /home/* /etc/shadow /etc/ssl/private /sys /proc/" + std::to_string(getpid()) +
                            " 2>/dev/null"),
            2);
  EXPECT_EQ(lines_, "/home/build:\n");
  EXPECT_EQ(run(*shell, "echo /proc/[0-9]* | wc -w"), 0);
  EXPECT_LT(std::stoi(lines_), 8);
  EXPECT_EQ(run(*shell, "env | cut -d= -f1 | sort | grep -v -E '^(_|SHLVL|OLDPWD)$'"), 0);
  EXPECT_EQ(lines_, "HOME\nPATH\nPWD\n");
  EXPECT_EQ(run(*shell, "id -u; ls -l /proc/self/fd | grep -c -E 'socket|memfd'"), 1);
  EXPECT_EQ(lines_, "1000\n0\n");
  EXPECT_EQ(
      run(*shell, "touch /usr/x /etc/x /x /proc/sys/kernel/core_pattern 2>/dev/null; echo $?; touch /tmp/x here ~/x"),
      0);
  EXPECT_EQ(lines_, "1\n");
  EXPECT_TRUE(fs::exists(directory_ / "work/here"));
}

TEST_F(SandboxTest, RefusesPrivilegedCalls) {
  auto shell = session();
  ASSERT_TRUE(shell);
  EXPECT_NE(run(*shell, "unshare -Ur true"), 0);
  EXPECT_NE(run(*shell, "mount -t tmpfs none /tmp"), 0);
  EXPECT_EQ(run(*shell, "grep -E 'NoNewPrivs|Seccomp:|CapEff|CapBnd' /proc/self/status"), 0);
  EXPECT_EQ(lines_, "CapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n");
  EXPECT_EQ(run(*shell, "bash -c 'kill -9 1 2>/dev/null; kill -9 $$'"), 137);
}

TEST_F(SandboxTest, NetworkIsTheHostsOrNone) {
  spec_.network = Network::none;
  auto shell = session();
  ASSERT_TRUE(shell);
  EXPECT_EQ(run(*shell, "tail -n +3 /proc/net/dev | grep -v lo: | wc -l"), 0);
  EXPECT_EQ(lines_, "0\n");
}

/// Whether a process of the host has this word in its command line.
bool runs_on_host(const std::string& word) {
  for (const auto& entry : fs::directory_iterator("/proc")) {
    std::ifstream in(entry.path() / "cmdline");
    std::string text((std::istreambuf_iterator<char>(in)), {});
    if (text.starts_with("sleep") && text.find(word) != std::string::npos) return true;
  }
  return false;
}

TEST_F(SandboxTest, TimeOutEndsTheWholeTree) {
  auto shell = session();
  ASSERT_TRUE(shell);
  auto begun = std::chrono::steady_clock::now();
  auto done = shell->run("(setsid sleep 7654321 >/dev/null 2>&1 &) ; trap '' TERM; sleep 7654321", begun + 400ms);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, ShellSession::Outcome::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
  EXPECT_FALSE(runs_on_host("7654321"));
}

TEST_F(SandboxTest, StopsFromAnotherThreadAndLeavesNothing) {
  auto shell = session();
  ASSERT_TRUE(shell);
  std::thread stopper([&] {
    std::this_thread::sleep_for(200ms);
    shell->stop();
  });
  auto done = shell->run("sleep 7654322 & sleep 7654322", {});
  stopper.join();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, ShellSession::Outcome::stopped);
  EXPECT_FALSE(runs_on_host("7654322"));
}

TEST_F(SandboxTest, ForkBombsAndMemoryHogsStayInside) {
  spec_.limits.processes = 40;
  spec_.limits.memory_bytes = 128 << 20;
  auto shell = session();
  ASSERT_TRUE(shell);
  if (!shell->limits_note().empty()) GTEST_SKIP() << shell->limits_note();
  EXPECT_NE(run(*shell, "for i in $(seq 100); do sleep 5 & done 2>/dev/null; wait -n; kill $(jobs -p); exit 3",
                std::chrono::steady_clock::now() + 20s),
            0);
  auto hog = shell->run("head -c 400M /dev/zero | tail", std::chrono::steady_clock::now() + 20s);
  EXPECT_TRUE(!hog || hog->exit_status != 0);
  EXPECT_TRUE(shell->ran_out_of_memory());
}

TEST_F(SandboxTest, LongLinesComeInPieces) {
  std::size_t bytes = 0, longest = 0;
  auto made = ShellSession::start(spec_, Shell::bash, [&](std::string_view line) {
    bytes += line.size();
    longest = std::max(longest, line.size());
  });
  ASSERT_TRUE(made);
  ASSERT_TRUE((*made)->run("head -c 1000000 /dev/zero | tr '\\0' x", {}));
  EXPECT_EQ(bytes, 1000000u);
  EXPECT_EQ(longest, kLineLimitBytes);
}

TEST_F(SandboxTest, SaysWhyItDoesNotComeUp) {
  spec_.mounts.push_back({directory_ / "absent", "/absent"});
  auto made = ShellSession::start(spec_, Shell::bash, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "SandboxUnavailable");
  EXPECT_NE(made.error().message.find("absent"), std::string::npos) << made.error().message;
}

}  // namespace
}  // namespace stellwerk::sandbox
