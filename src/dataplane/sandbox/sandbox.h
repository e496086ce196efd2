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
#include "dataplane/files/directory.h"
#include "dataplane/sandbox/box.h"
#include "dataplane/sandbox/control_group.h"
#include "dataplane/sandbox/preparation.h"
#include "dataplane/sandbox/user_id.h"

namespace stellwerk::sandbox {

/// Nothing, or outward (slirp4netns): the host's loopback, its own addresses and link-local ones are never reached.
enum class Network { none, outward };

/// A directory below the box's shown part, and where commands see it. They may write to it.
struct Mount {
  std::string shown;
  std::string inside;
};

/// The address where a sandbox's credentials endpoint may stand, as in AWS's containers; its loopback is the other.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
inline constexpr const char* kCredentialsAddress = "169.254.170.2";

/// Serves a door: gets its place in `doors` and the listening socket. What it answers lives as long as the sandbox.
using DoorKeeper = std::function<Result<std::shared_ptr<void>>(std::size_t door, Descriptor listening)>;

/// What is to be there.
struct SandboxSpec {
  std::string name;  // unique on the host: names the cgroup
  std::map<std::string, std::string> environment;
  std::string working_directory = "/";
  /// A directory of the server's own, made with `make_box`; commands see what is mounted of it, and /tmp and
  /// /home/build.
  const files::Directory* box = nullptr;
  std::vector<Mount> mounts;
  std::map<std::string, std::string> files;  // read-only: path inside → content
  Network network = Network::none;
  std::vector<std::string> names;  // of this host, beside localhost: their address inside is the loopback
  std::vector<Door> doors;
  DoorKeeper door_keeper;
  Limits limits;
};

/// Makes a new directory into a box: gives it and its parts to the sandbox's user. Its path must lead through the
/// server's own directories only. Error: FileUnavailable.
Result<files::Directory> make_box(const std::filesystem::path& directory, const UserId& user);

/// Gets each line of standard output and standard error, without its end; a line above kLineLimitBytes comes
/// in pieces. Called on the thread that calls `run`.
using LineSink = std::function<void(std::string_view line)>;
inline constexpr std::size_t kLineLimitBytes = 64 * 1024;

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// One process tree, and commands in it one after the other.
class Sandbox {
 public:
  /// Returns when commands can run. Error: SandboxUnavailable, naming the Debian package if one is missing.
  static Result<std::unique_ptr<Sandbox>> start(const SandboxSpec& spec, LineSink sink);
  /// Kills the tree.
  ~Sandbox();

  struct Command {
    std::vector<std::string> arguments;  // the program's path inside, its name as it sees it, its arguments
    std::string script;                  // on its descriptor kScriptDescriptor, in a file that no one can change
    /// If set, standard output comes back whole, up to this much, instead of line by line.
    std::optional<std::size_t> captured_bytes = std::nullopt;
  };
  /// disk_full: the box's file system has no more than its reserve left (files/disk_space.h).
  enum class Event { exited, timed_out, stopped, disk_full, died };
  struct Turn {
    Event event;
    int exit_status = 0;  // exited: 128 + signal if a signal ended it
    std::string captured;
  };
  /// Runs one command to its end, which is told by its parent outside the sandbox. After another event than `exited`
  /// the tree is gone. What the command leaves in the background goes on.
  Turn run(const Command& command, Deadline deadline);

  /// Makes `run` answer `stopped`. From any thread.
  void stop();
  /// Ends every process of the tree; returns when they are gone.
  void kill();

  /// What is not as it should be: how limits are kept without a cgroup, why nothing leads outward. A line each.
  const std::vector<std::string>& remarks() const;
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
