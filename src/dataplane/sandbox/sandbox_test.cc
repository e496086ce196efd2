#include "dataplane/sandbox/sandbox.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
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
    auto box = make_box(directory_ / "box", user_);
    ASSERT_TRUE(box) << box.error().message;
    box_.emplace(std::move(*box));
    ASSERT_TRUE(box_->make("shown/area"));
    spec_.name = "test-" + directory_.filename().string();
    spec_.environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}, {"HOME", "/home/build"}};
    spec_.box = &*box_;
    spec_.mounts = {{"area", "/work-area"}};
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

  UserId user_;
  fs::path directory_;
  std::optional<files::Directory> box_;
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
  EXPECT_TRUE(fs::exists(directory_ / "box/shown/area/here"));
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

std::string run_on_host(const char* command) {
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command, "r"), pclose);
  char text[256] = {};
  return pipe && fgets(text, sizeof text, pipe.get()) ? text : "";
}

TEST_F(SandboxTest, TheNetworkIsItsOwn) {
  auto shell = session();
  ASSERT_TRUE(shell);
  EXPECT_EQ(run(*shell, "tail -n +3 /proc/net/dev | grep -v lo: | wc -l; cat /proc/net/unix | wc -l"), 0);
  EXPECT_EQ(lines_, "0\n1\n");
}

TEST_F(SandboxTest, DoorsLeadToTheServer) {
  spec_.doors = {{"127.0.0.1", 4566}, {kCredentialsAddress, 80}};
  spec_.names = {"stellwerk.test"};
  std::vector<Descriptor> sockets;
  spec_.door_keeper = [&](std::size_t, Descriptor listening) -> Result<std::shared_ptr<void>> {
    sockets.push_back(std::move(listening));
    return std::shared_ptr<void>();
  };
  auto shell = session();
  ASSERT_TRUE(shell);
  ASSERT_EQ(sockets.size(), 2u);
  std::thread server([&] {
    for (Descriptor& socket : sockets) {
      pollfd wanted{socket.number(), POLLIN, 0};
      poll(&wanted, 1, 5000);
      Descriptor connection(accept(socket.number(), nullptr, nullptr));
      EXPECT_TRUE(files::write_all(connection.number(), "hello\n"));
    }
  });
  EXPECT_EQ(run(*shell, "head -1 </dev/tcp/stellwerk.test/4566; head -1 </dev/tcp/169.254.170.2/80"), 0);
  EXPECT_EQ(lines_, "hello\nhello\n");
  server.join();
}

TEST_F(SandboxTest, OutwardNeverMeansTheHost) {
  Descriptor listening(socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listening.number(), reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listening.number(), 8), 0);
  getsockname(listening.number(), reinterpret_cast<sockaddr*>(&address), &size);
  std::string port = std::to_string(ntohs(address.sin_port));
  spec_.network = Network::outward;
  auto shell = session();
  ASSERT_TRUE(shell);
  if (!shell->remarks().empty() && shell->remarks().back().find("outward") != std::string::npos)
    GTEST_SKIP() << shell->remarks().back();
  EXPECT_EQ(run(*shell, "tail -n +3 /proc/net/dev | grep -v lo: | wc -l"), 0);
  EXPECT_EQ(lines_, "1\n");
  std::string host = run_on_host("hostname -I");
  for (std::string name : {std::string("127.0.0.1"), std::string("10.0.2.2"), host.substr(0, host.find(' '))})
    EXPECT_NE(run(*shell, "timeout 3 bash -c '</dev/tcp/" + name + "/" + port + "'"), 0) << name;
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
  if (!shell->remarks().empty()) GTEST_SKIP() << shell->remarks().front();
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
  spec_.mounts.push_back({"absent", "/absent"});
  auto made = ShellSession::start(spec_, Shell::bash, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "SandboxUnavailable");
  EXPECT_NE(made.error().message.find("absent"), std::string::npos) << made.error().message;
}

TEST_F(SandboxTest, AnExitStatusIsTheParentsWord) {
  auto shell = session();
  ASSERT_TRUE(shell);
  // The first command leaves someone who writes to whatever the shells of later ones and their parents hold open.
  EXPECT_EQ(run(*shell,
                "(while sleep 0.01; do for f in /proc/[0-9]*/fd/*; do printf '0\\0' 2>/dev/null >$f; done; done) "
                ">/dev/null 2>&1 &"),
            0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(run(*shell, "printf '0\\0' >/proc/$PPID/fd/9; sleep 0.1; exit 7"), 7);
  EXPECT_EQ(run(*shell, "echo $PPID; ls /proc/0 2>/dev/null"), 2);
}

TEST_F(SandboxTest, NothingOfTheHostToReadOrChange) {
  auto shell = session();
  ASSERT_TRUE(shell);
  run(*shell, "cat /proc/self/mountinfo");
  EXPECT_EQ(lines_.find(directory_.filename().string()), std::string::npos) << lines_;
  run(*shell, "find /proc/sys /proc/irq /proc/bus /proc/fs /proc/sysrq-trigger -type f -writable 2>/dev/null | wc -l");
  EXPECT_EQ(lines_, "0\n");
  EXPECT_NE(run(*shell, "cat /proc/kcore /proc/timer_list /proc/keys"), 0);
  EXPECT_EQ(lines_.find("Timer List"), std::string::npos);
  // As the host sees it.
  run(*shell, "sleep 7654323 & exec 2>/dev/null; sleep 0.2");
  std::string user = run_on_host("stat -c %u /proc/$(pgrep -f 'sleep 765432[3]' | head -1)");
  EXPECT_NE(user, "0\n");
  EXPECT_NE(user, "");
}

TEST_F(SandboxTest, NoSecretOnACommandLine) {
  spec_.environment["TOKEN"] = "s3cr3t-of-the-build";
  auto shell = session();
  ASSERT_TRUE(shell);
  EXPECT_EQ(run(*shell, "test $TOKEN = s3cr3t-of-the-build; sleep 1 &"), 0);
  EXPECT_EQ(run_on_host("cat /proc/[0-9]*/cmdline 2>/dev/null | grep -a -c 's3cr3t-of-the-[b]uild'"), "0\n");
}

TEST_F(SandboxTest, MemoryFileSystemsAreBounded) {
  auto shell = session();
  ASSERT_TRUE(shell);
  for (const char* place : {"/run", "/dev/shm"})
    EXPECT_NE(run(*shell, std::string("head -c 100M /dev/zero >") + place + "/x; s=$?; rm " + place + "/x; exit $s"), 0)
        << place;
  EXPECT_NE(run(*shell, "touch /dev/x /x"), 0);
  EXPECT_NE(run(*shell, "fallocate -l 1M /tmp/x"), 0);  // takes a disk at once
}

TEST_F(SandboxTest, OutputWithoutEndHoldsNoOne) {
  auto shell = session();
  ASSERT_TRUE(shell);
  auto begun = std::chrono::steady_clock::now();
  auto done = shell->run("yes", begun + 300ms);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->outcome, ShellSession::Outcome::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

TEST_F(SandboxTest, ShIsBashAsInTheImages) {
  auto shell = session(Shell::sh);
  ASSERT_TRUE(shell);
  EXPECT_EQ(run(*shell, "[[ 1 == 1 ]] && sh -c '[[ 1 == 1 ]] && echo $0'"), 0);
  EXPECT_EQ(lines_, "sh\n");
}

}  // namespace
}  // namespace stellwerk::sandbox
