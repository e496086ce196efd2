#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataplane/sandbox/sandbox.h"

namespace stellwerk::sandbox {

/// bash, or the same under the name sh, as AWS's build images have it.
enum class Shell { bash, sh };

/// The reply to a question for a variable may not be longer.
inline constexpr std::size_t kVariableBytesLimit = 256 * 1024;

/// A row of commands in one sandbox. Each runs in a fresh shell that takes over the variables, functions and current
/// directory which the one before left, so that even `exit` ends only its own command. Options set with `set` do not
/// last.
class ShellSession {
 public:
  /// Comes up with the sandbox. Error: SandboxUnavailable.
  static Result<std::unique_ptr<ShellSession>> start(const SandboxSpec& spec, Shell shell, LineSink sink);

  enum class Outcome { finished, timed_out, stopped, disk_full };
  struct Command {
    Outcome outcome;
    int exit_status = 0;
  };
  /// After another outcome than `finished` the sandbox is gone and runs no more.
  /// Error: SandboxUnavailable if the tree ended by itself.
  Result<Command> run(const std::string& command, Deadline deadline);

  /// The variables as the last command left them, without line ends at the end; one that is not set is left out.
  /// Each name must be an identifier.
  Result<std::map<std::string, std::string>> variables(const std::vector<std::string>& names, Deadline deadline);

  /// See Sandbox.
  void stop() { sandbox_->stop(); }
  void kill() { sandbox_->kill(); }
  const std::vector<std::string>& remarks() const { return sandbox_->remarks(); }
  bool ran_out_of_memory() const { return sandbox_->ran_out_of_memory(); }

 private:
  ShellSession(std::unique_ptr<Sandbox> sandbox, Shell shell) : sandbox_(std::move(sandbox)), shell_(shell) {}
  Sandbox::Command shell_command(std::string script) const;
  std::unique_ptr<Sandbox> sandbox_;
  Shell shell_;
};

}  // namespace stellwerk::sandbox
