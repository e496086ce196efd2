#include "dataplane/sandbox/shell_session.h"

#include <charconv>

namespace stellwerk::sandbox {
namespace {

// Reads "run <script>" or "get <name>" from descriptor 8, answers on 9. Commands see neither descriptor.
// /run is private to the sandbox: the server never opens a file that a command could have replaced.
constexpr const char* kDriver = R"driver(
shell=$1
if [ "$shell" = bash ]; then
  dump='declare -p | grep -v -a -E "^declare -([a-zA-Z]*r|[^ ]+ (BASH|EPOCH|COMP_|DIRSTACK|FUNCNAME|GROUPS|HISTCMD|LINENO|PIPESTATUS|RANDOM|SECONDS|SRANDOM|_=))"; declare -f'
else
  dump='set; export -p'
fi
keep='stellwerk_status=$?; trap - EXIT; { '"$dump"'; } >/run/session.new 2>/dev/null; pwd >/run/directory 2>/dev/null; mv -f /run/session.new /run/session; exit $stellwerk_status'
take='if [ -f /run/session ]; then . /run/session 2>/dev/null; cd "$(cat /run/directory)" 2>/dev/null; fi; unset stellwerk_status'
prologue="$take; trap '$keep' EXIT"
printf 'ready\0' >&9
while IFS= read -r -d '' question <&8; do
  case $question in
    'run '*)
      printf '%s\n%s\n' "$prologue" "${question#run }" >/run/command
      "/usr/bin/$shell" /run/command </dev/null 8<&- 9>&-
      printf '%s\0' "$?" >&9
      ;;
    'get '*)
      name=${question#get }
      printf '%s\n%s\n' "$take" "[ -n \"\${$name+set}\" ] && printf 'set %s' \"\$$name\"" >/run/command
      printf '%s\0' "$("/usr/bin/$shell" /run/command </dev/null 2>/dev/null 8<&- 9>&-)" >&9
      ;;
  esac
done
)driver";

Error ended(std::string why) { return {"SandboxUnavailable", "The sandbox ended unexpectedly" + std::move(why), 500}; }

}  // namespace

Result<std::unique_ptr<ShellSession>> ShellSession::start(SandboxSpec spec, Shell shell, LineSink sink) {
  std::string name = shell == Shell::bash ? "bash" : "sh";
  spec.arguments = {"/usr/bin/bash", "--norc", "--noprofile", "-c", kDriver, "driver", name};
  auto sandbox = TRY(Sandbox::start(spec, std::move(sink)));
  constexpr auto kStartPatience = std::chrono::seconds(30);
  Sandbox::Turn turn = sandbox->pump(std::chrono::steady_clock::now() + kStartPatience);
  if (turn.event != Sandbox::Event::replied) {
    return Error{"SandboxUnavailable",
                 "The sandbox cannot be started: " + (turn.reply.empty() ? "it did not answer" : turn.reply), 500};
  }
  return std::unique_ptr<ShellSession>(new ShellSession(std::move(sandbox)));
}

Result<std::string> ShellSession::ask(const std::string& question, Deadline deadline, Outcome& outcome) {
  TRY(sandbox_->send(question));
  Sandbox::Turn turn = sandbox_->pump(deadline);
  switch (turn.event) {
    case Sandbox::Event::replied: outcome = Outcome::finished; return turn.reply;
    case Sandbox::Event::timed_out: outcome = Outcome::timed_out; return std::string();
    case Sandbox::Event::stopped: outcome = Outcome::stopped; return std::string();
    default: return ended(ran_out_of_memory() ? ": it used more memory than its limit" : "");
  }
}

Result<ShellSession::Command> ShellSession::run(const std::string& command, Deadline deadline) {
  Command out{Outcome::finished};
  if (command.find('\0') != std::string::npos) return ended(": a command holds a zero byte");
  std::string reply = TRY(ask("run " + command, deadline, out.outcome));
  if (out.outcome != Outcome::finished) return out;
  auto [end, failed] = std::from_chars(reply.data(), reply.data() + reply.size(), out.exit_status);
  if (failed != std::errc() || end != reply.data() + reply.size()) return ended(": its driver gave no exit status");
  return out;
}

Result<std::map<std::string, std::string>> ShellSession::variables(const std::vector<std::string>& names,
                                                                   Deadline deadline) {
  std::map<std::string, std::string> out;
  for (const auto& name : names) {
    Outcome outcome = Outcome::finished;
    std::string reply = TRY(ask("get " + name, deadline, outcome));
    if (outcome != Outcome::finished) return ended("");
    if (reply.starts_with("set ")) out[name] = reply.substr(4);
  }
  return out;
}

}  // namespace stellwerk::sandbox
