#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dataplane/sandbox/control_group.h"

namespace stellwerk::sandbox {

enum class Network { none, host };

/// A host path shown inside.
struct Mount {
  std::filesystem::path host;
  std::string inside;
  bool is_writable = false;
};

/// What to run and with what.
struct SandboxSpec {
  std::string name;                    // unique on the host: names the cgroup
  std::vector<std::string> arguments;  // the program's path inside, then its arguments
  std::map<std::string, std::string> environment;
  std::string working_directory = "/";
  std::vector<Mount> mounts;
  /// Holds the private /tmp and the stub files of /etc; must exist and be the server's own.
  std::filesystem::path private_directory;
  Network network = Network::host;
  Limits limits;
};

/// Gets each line of standard output and standard error, without its end; a line above kLineLimitBytes comes
/// in pieces. Called on the thread that calls `pump`.
using LineSink = std::function<void(std::string_view line)>;
inline constexpr std::size_t kLineLimitBytes = 64 * 1024;

/// The reply of a command on its descriptor 9 may not be longer.
inline constexpr std::size_t kReplyLimitBytes = 256 * 1024;

/// A user id that is no one's on the host's files, as commands see themselves.
inline constexpr int kInnerUserId = 1000;

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// One running process tree. The command reads from descriptor 8 what `send` writes, and what it writes to
/// descriptor 9 comes out of `pump`, both in pieces that end with a zero byte.
class Sandbox {
 public:
  /// Error: SandboxUnavailable, naming the Debian package if bubblewrap is missing.
  static Result<std::unique_ptr<Sandbox>> start(const SandboxSpec& spec, LineSink sink);
  /// Kills the tree if it runs.
  ~Sandbox();

  enum class Event { exited, replied, timed_out, stopped, setup_failed };
  struct Turn {
    Event event;
    int exit_status = 0;  // exited: the command's, 128 + signal if a signal ended it
    std::string reply;    // replied; setup_failed: bubblewrap's words
  };
  /// Passes on output until something happens. After `replied` all output written before it was passed on;
  /// after the others the tree is gone.
  Turn pump(Deadline deadline);

  Result<void> send(std::string_view text);
  /// Makes `pump` answer `stopped`. From any thread.
  void stop();
  /// Ends every process of the tree; returns when they are gone.
  void kill();

  /// Says how the limits are kept when it is not by a cgroup; else empty.
  const std::string& limits_note() const;
  bool ran_out_of_memory() const;

 private:
  struct State;
  explicit Sandbox(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The program's path on the host as a command would find it (/usr/local/bin, /usr/bin, ...); nothing if it is
/// not there.
std::optional<std::filesystem::path> find_program(std::string_view name);

}  // namespace stellwerk::sandbox
