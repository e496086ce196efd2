#include "dataplane/sandbox/shell_session.h"

namespace stellwerk::sandbox {
namespace {

// What a shell leaves to the next one lies in /run, which is private to the sandbox: the server never opens a file that
// a command could have replaced, and learns from the shell's parent how it ended.
constexpr const char* kScriptPath = "/dev/fd/3";
static_assert(kScriptDescriptor == 3);

constexpr const char* kTake =
    R"shell(exec 3<&-
if [ -f /run/session ]; then . /run/session 2>/dev/null; cd "$(cat /run/directory)" 2>/dev/null; fi
unset stellwerk_status
)shell";

constexpr const char* kKeep =
    R"shell(trap 'stellwerk_status=$?; trap - EXIT; {
  declare -p | grep -v -a -E "^declare -([a-zA-Z]*r|[^ ]+ (BASH|EPOCH|COMP_|DIRSTACK|FUNCNAME|GROUPS|HISTCMD|LINENO|PIPESTATUS|RANDOM|SECONDS|SRANDOM|_=))"
  declare -f
} >/run/session.new 2>/dev/null; pwd >/run/directory 2>/dev/null; mv -f /run/session.new /run/session; exit $stellwerk_status' EXIT
)shell";

Error ended(const std::string& why) { return {"SandboxUnavailable", "The sandbox ended unexpectedly" + why, 500}; }

}  // namespace

Result<std::unique_ptr<ShellSession>> ShellSession::start(const SandboxSpec& spec, Shell shell, LineSink sink) {
  auto sandbox = TRY(Sandbox::start(spec, std::move(sink)));
  return std::unique_ptr<ShellSession>(new ShellSession(std::move(sandbox), shell));
}

Sandbox::Command ShellSession::shell_command(std::string script) const {
  return {{"/usr/bin/bash", shell_ == Shell::bash ? "bash" : "sh", kScriptPath}, std::move(script)};
}

Result<ShellSession::Command> ShellSession::run(const std::string& command, Deadline deadline) {
  if (command.find('\0') != std::string::npos) return ended(": a command holds a zero byte");
  auto turn = sandbox_->run(shell_command(std::string(kTake) + kKeep + command + "\n"), deadline);
  switch (turn.event) {
    case Sandbox::Event::exited: return Command{Outcome::finished, turn.exit_status};
    case Sandbox::Event::timed_out: return Command{Outcome::timed_out};
    case Sandbox::Event::stopped: return Command{Outcome::stopped};
    case Sandbox::Event::disk_full: return Command{Outcome::disk_full};
    case Sandbox::Event::died: break;
  }
  return ended(ran_out_of_memory() ? ": it used more memory than its limit" : "");
}

Result<std::map<std::string, std::string>> ShellSession::variables(const std::vector<std::string>& names,
                                                                   Deadline deadline) {
  std::map<std::string, std::string> out;
  for (const std::string& name : names) {
    auto question =
        shell_command(std::string(kTake) + "[ -n \"${" + name + "+set}\" ] && printf 'set %s' \"$" + name + "\"\n");
    question.captured_bytes = kVariableBytesLimit;
    auto turn = sandbox_->run(question, deadline);
    if (turn.event != Sandbox::Event::exited) return ended("");
    while (turn.captured.ends_with('\n')) turn.captured.pop_back();
    if (turn.captured.starts_with("set ")) out[name] = turn.captured.substr(4);
  }
  return out;
}

}  // namespace stellwerk::sandbox
