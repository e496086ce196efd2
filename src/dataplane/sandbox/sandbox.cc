#include "dataplane/sandbox/sandbox.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "dataplane/files/disk_space.h"
#include "dataplane/sandbox/bubblewrap.h"
#include "dataplane/sandbox/message.h"
#include "dataplane/sandbox/output_lines.h"
#include "dataplane/sandbox/seccomp.h"

namespace stellwerk::sandbox {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kMessagePatienceSeconds = 60;
constexpr milliseconds kEndPatience{15'000};
constexpr milliseconds kDiskLookInterval{20};
constexpr milliseconds kPartialLineWait{500};

Error unavailable(std::string why) { return {"SandboxUnavailable", std::move(why), 500}; }

Error system_failed(const char* what) {
  return unavailable(std::string("The sandbox cannot be started: ") + what + ": " + std::strerror(errno));
}

struct Pipe {
  Descriptor read_end, write_end;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_failed("pipe");
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Beside the program that runs.
Result<std::string> supervisor_program() {
  std::error_code failed;
  fs::path own = fs::read_symlink("/proc/self/exe", failed);
  fs::path program = own.parent_path() / "stellwerk-sandbox";
  if (failed || access(program.c_str(), X_OK) != 0)
    return unavailable("The program stellwerk-sandbox is missing beside " + own.filename().string());
  return program.string();
}

/// On an own process the socket is all that leads to it.
Result<pid_t> spawn_supervisor(const std::string& program, int socket) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (int number : {0, 1, 2}) posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0);
  posix_spawn_file_actions_adddup2(&actions, socket, kServerDescriptor);
  posix_spawn_file_actions_addclosefrom_np(&actions, kServerDescriptor + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  char name[] = "stellwerk-sandbox";
  char* arguments[] = {name, nullptr};
  char* environment[] = {nullptr};
  pid_t pid = -1;
  errno = posix_spawn(&pid, program.c_str(), &actions, &attributes, arguments, environment);
  int failed = errno;
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  errno = failed;
  if (failed != 0) return system_failed("stellwerk-sandbox");
  return pid;
}

}  // namespace

struct Sandbox::State {
  explicit State(LineSink sink) : lines(std::move(sink)) {}
  ~State() { end(); }

  OutputLines lines;
  std::optional<ControlGroup> group;
  Descriptor box, output, supervisor, process, stop_event;
  pid_t pid = -1;
  std::vector<std::shared_ptr<void>> doors;
  std::vector<std::string> remarks;

  Result<void> set_up(const SandboxSpec& spec);
  Result<void> open_doors(const SandboxSpec& spec, std::vector<Descriptor> sockets);
  void end();
  Event watch(Deadline deadline, int captured, std::string& out, std::size_t limit);
};

Result<void> Sandbox::State::set_up(const SandboxSpec& spec) {
  Preparation preparation{.limits = spec.limits, .doors = spec.doors, .working_directory = spec.working_directory};
  auto bubblewrap = find_program("bwrap");
  if (!bubblewrap) return unavailable("The program bwrap is missing: install the Debian package bubblewrap");
  preparation.bubblewrap = bubblewrap->string();
  if (spec.network == Network::outward) {
    if (auto slirp = find_program("slirp4netns")) {
      preparation.slirp = slirp->string();
    } else {
      remarks.push_back("The sandbox has no way outward: install the Debian package slirp4netns");
    }
  }
  if (spec.box->owner()) preparation.host_user = spec.box->owner()->user;
  if (group) preparation.membership_files = group->membership_files();
  for (const auto& [name, value] : spec.environment) preparation.environment.push_back(name + "=" + value);
  std::string program = TRY(supervisor_program());
  BubblewrapInput input = TRY(bubblewrap_input(spec));
  Descriptor filter = TRY(seccomp_program());
  Pipe pipe = TRY(make_pipe());
  output = std::move(pipe.read_end);
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return system_failed("socketpair");
  supervisor = Descriptor(ends[0]);
  Descriptor theirs(ends[1]);
  timeval patience{kMessagePatienceSeconds, 0};
  for (int option : {SO_SNDTIMEO, SO_RCVTIMEO})
    setsockopt(supervisor.number(), SOL_SOCKET, option, &patience, sizeof patience);
  pid = TRY(spawn_supervisor(program, theirs.number()));
  theirs.close();
  process = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  std::vector<int> files{box.number(), pipe.write_end.number(), filter.number(), input.arguments.number()};
  for (const Descriptor& file : input.named) files.push_back(file.number());
  if (!send_message(supervisor.number(), encode(preparation), files)) return system_failed("its supervisor");
  auto answer = receive_message(supervisor.number());
  if (!answer) return unavailable("The sandbox cannot be started: its supervisor ended");
  if (answer->words[0] != word::kReady)
    return unavailable("The sandbox cannot be started: " + (answer->words.size() > 1 ? answer->words[1] : ""));
  if (answer->words.size() > 1 && !answer->words[1].empty()) remarks.push_back(answer->words[1]);
  return open_doors(spec, std::move(answer->files));
}

Result<void> Sandbox::State::open_doors(const SandboxSpec& spec, std::vector<Descriptor> sockets) {
  if (sockets.size() != spec.doors.size()) return unavailable("The sandbox cannot be started: its ports are not open");
  for (std::size_t i = 0; i < sockets.size(); ++i) doors.push_back(TRY(spec.door_keeper(i, std::move(sockets[i]))));
  return {};
}

void Sandbox::State::end() {
  supervisor.close();  // it ends the tree, then itself
  doors.clear();
  if (pid < 0) return;
  pollfd gone{process.number(), POLLIN, 0};
  if (poll(&gone, 1, static_cast<int>(kEndPatience.count())) <= 0) ::kill(pid, SIGKILL);
  while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid = -1;
  lines.drain(output.number());
  lines.flush();
}

Sandbox::Sandbox(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sandbox::~Sandbox() = default;
void Sandbox::kill() { state_->end(); }
const std::vector<std::string>& Sandbox::remarks() const { return state_->remarks; }
bool Sandbox::ran_out_of_memory() const { return state_->group && state_->group->ran_out_of_memory(); }

void Sandbox::stop() {
  std::uint64_t one = 1;
  [[maybe_unused]] auto written = write(state_->stop_event.number(), &one, sizeof one);
}

Result<std::unique_ptr<Sandbox>> Sandbox::start(const SandboxSpec& spec, LineSink sink) {
  auto state = std::make_unique<State>(std::move(sink));
  state->box = Descriptor(fcntl(spec.box->number(), F_DUPFD_CLOEXEC, 0));
  state->stop_event = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!state->box.is_open() || !state->stop_event.is_open()) return system_failed("descriptors");
  if (auto group = ControlGroup::create("stellwerk-" + spec.name, spec.limits)) {
    state->group.emplace(std::move(*group));
  } else {
    state->remarks.push_back(
        "This server may not create cgroups: memory and process limits apply to each process, not "
        "to all together, and processor time is not limited");
  }
  TRY(state->set_up(spec));
  return std::unique_ptr<Sandbox>(new Sandbox(std::move(state)));
}

Sandbox::Turn Sandbox::run(const Command& command, Deadline deadline) {
  State& state = *state_;
  if (state.pid < 0) return {Event::died};
  Descriptor captured;
  std::vector<std::string> words{word::kRun, command.script};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  bool is_sent = false;
  if (command.captured_bytes) {
    if (auto pipe = make_pipe()) {
      captured = std::move(pipe->read_end);
      is_sent = send_message(state.supervisor.number(), words, {pipe->write_end.number()});
    }
  } else {
    is_sent = send_message(state.supervisor.number(), words);
  }
  Turn turn{Event::died};
  if (is_sent) turn.event = state.watch(deadline, captured.number(), turn.captured, command.captured_bytes.value_or(0));
  if (turn.event == Event::exited) {
    auto answer = receive_message(state.supervisor.number());
    bool is_told = answer && answer->words.size() == 2 && answer->words[0] == word::kEnded;
    if (!is_told) turn.event = Event::died;
    if (is_told)
      std::from_chars(answer->words[1].data(), answer->words[1].data() + answer->words[1].size(), turn.exit_status);
  }
  if (turn.event != Event::exited) kill();
  // What was written before the end is in the pipes now.
  state.lines.drain(state.output.number());
  state.lines.flush();
  if (captured.is_open()) capture(captured.number(), turn.captured, command.captured_bytes.value_or(0));
  return turn;
}

/// Passes on output until something happens.
Sandbox::Event Sandbox::State::watch(Deadline deadline, int captured, std::string& out, std::size_t limit) {
  bool has_output = true;
  auto partial_since = steady_clock::now();
  while (true) {
    pollfd wanted[4] = {{has_output ? output.number() : -1, POLLIN, 0},
                        {captured, POLLIN, 0},
                        {supervisor.number(), POLLIN, 0},
                        {stop_event.number(), POLLIN, 0}};
    milliseconds wait = kDiskLookInterval;
    if (deadline) {
      auto left = std::chrono::ceil<milliseconds>(*deadline - steady_clock::now());
      if (left.count() <= 0) return Event::timed_out;
      wait = std::min(wait, left);
    }
    if (poll(wanted, 4, static_cast<int>(wait.count())) < 0 && errno != EINTR) return Event::died;
    if (wanted[3].revents) return Event::stopped;
    if (files::is_space_short(box.number())) return Event::disk_full;
    if (wanted[0].revents) {
      has_output = lines.drain(output.number());
      partial_since = steady_clock::now();
    } else if (steady_clock::now() - partial_since > kPartialLineWait) {
      lines.flush();
    }
    if (wanted[1].revents && !capture(captured, out, limit)) captured = -1;
    if (wanted[2].revents) return Event::exited;
  }
}

std::optional<fs::path> find_program(std::string_view name) {
  for (const char* directory : {"/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"}) {
    fs::path path = fs::path(directory) / name;
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

Result<files::Directory> make_box(const fs::path& path, const UserId& user) {
  std::error_code failed;
  fs::create_directories(path, failed);
  files::Directory box = TRY(files::Directory::open(path, user.owner()));
  bool is_given = !user.owner() || fchown(box.number(), user.owner()->user, user.owner()->group) == 0;
  if (!is_given || fchmod(box.number(), 0700) != 0)
    return Error{"FileUnavailable", std::string("The box cannot be made: ") + std::strerror(errno)};
  for (const char* part : {kTemporaryPart, kHomePart}) TRY(box.make(std::string(kShownPart) + "/" + part));
  TRY(box.make(kHiddenPart));
  return box;
}

}  // namespace stellwerk::sandbox
