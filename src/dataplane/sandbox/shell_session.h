#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataplane/sandbox/sandbox.h"

namespace stellwerk::sandbox {

enum class Shell { bash, sh };

/// A row of commands in one sandbox. Each runs in a fresh shell that takes over the variables, functions (bash)
/// and current directory which the one before left, so that even `exit` ends only its own command. Options set
/// with `set` do not last.
class ShellSession {
 public:
  /// Comes up with the sandbox; `spec.arguments` are filled in here. Error: SandboxUnavailable.
  static Result<std::unique_ptr<ShellSession>> start(SandboxSpec spec, Shell shell, LineSink sink);

  enum class Outcome { finished, timed_out, stopped };
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
  const std::string& limits_note() const { return sandbox_->limits_note(); }
  bool ran_out_of_memory() const { return sandbox_->ran_out_of_memory(); }

 private:
  explicit ShellSession(std::unique_ptr<Sandbox> sandbox) : sandbox_(std::move(sandbox)) {}
  Result<std::string> ask(const std::string& question, Deadline deadline, Outcome& outcome);
  std::unique_ptr<Sandbox> sandbox_;
};

}  // namespace stellwerk::sandbox
