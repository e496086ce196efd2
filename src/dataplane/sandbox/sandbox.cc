#include "dataplane/sandbox/sandbox.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "base/descriptor.h"
#include "dataplane/files/directory.h"
#include "dataplane/sandbox/seccomp.h"

namespace stellwerk::sandbox {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

// Descriptors inside the child, fixed so that the driver scripts can name them.
constexpr int kCommandDescriptor = 8;
constexpr int kReplyDescriptor = 9;
constexpr int kSeccompDescriptor = 10;
constexpr int kStatusDescriptor = 11;
constexpr int kArgumentsDescriptor = 12;

constexpr int kSendPatienceSeconds = 30;
constexpr std::size_t kEarlyOutputBytes = 2048;  // kept for the message if the sandbox does not come up

// A name server, certificates, time zone, run-time linker: what programs need and nobody keeps secret. Not all of
// /etc/ssl: a server that runs as root could read the keys in its `private`, and so could its commands.
constexpr const char* kReadableFiles[] = {"/etc/ssl/certs",        "/etc/ssl/openssl.cnf", "/etc/ca-certificates",
                                          "/etc/resolv.conf",      "/etc/hosts",           "/etc/nsswitch.conf",
                                          "/etc/localtime",        "/etc/timezone",        "/etc/alternatives",
                                          "/etc/ld.so.cache",      "/etc/ld.so.conf",      "/etc/ld.so.conf.d",
                                          "/etc/mime.types",       "/etc/services",        "/etc/protocols",
                                          "/etc/debian_version",   "/etc/os-release",      "/etc/fonts",
                                          "/etc/java-17-openjdk",  "/etc/python3",         "/etc/python3.11",
                                          "/etc/gai.conf",         "/etc/magic",           "/etc/pki",
                                          "/etc/bash_completion.d"};

constexpr const char* kTopLevel[] = {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"};

Error unavailable(std::string why) { return {"SandboxUnavailable", std::move(why), 500}; }

Error system_failed(const char* what) {
  return unavailable(std::string("The sandbox cannot be started: ") + what + ": " + std::strerror(errno));
}

Result<std::pair<Descriptor, Descriptor>> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return system_failed("pipe");
  return std::pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

/// A socket and no pipe: writing must neither raise SIGPIPE nor wait for ever on a tree that stopped reading.
Result<std::pair<Descriptor, Descriptor>> make_command_line() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return system_failed("socketpair");
  timeval patience{kSendPatienceSeconds, 0};
  setsockopt(ends[1], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  return std::pair(Descriptor(ends[0]), Descriptor(ends[1]));
}

Result<fs::path> stub_files(const fs::path& directory) {
  std::error_code failed;
  for (const char* part : {"etc", "tmp", "home"}) fs::create_directories(directory / part, failed);
  if (failed) return unavailable("The sandbox's private directory cannot be written: " + failed.message());
  std::string id = std::to_string(kInnerUserId);
  std::ofstream(directory / "etc/passwd")
      << "root:x:0:0:root:/nonexistent:/usr/sbin/nologin\nbuild:x:" << id << ":" << id
      << ":build:/home/build:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n";
  std::ofstream(directory / "etc/group") << "root:x:0:\nbuild:x:" << id << ":\nnogroup:x:65534:\n";
  return directory / "etc";
}

void add(std::vector<std::string>& list, std::initializer_list<std::string> more) { list.insert(list.end(), more); }

/// Each ends with a zero byte.
Result<Descriptor> bubblewrap_arguments(const SandboxSpec& spec) {
  fs::path stubs = TRY(stub_files(spec.private_directory));
  std::string id = std::to_string(kInnerUserId);
  std::vector<std::string> out;
  add(out, {"--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try",
            "--disable-userns", "--uid", id, "--gid", id, "--hostname", "sandbox", "--die-with-parent", "--new-session",
            "--cap-drop", "ALL", "--clearenv"});
  if (spec.network == Network::none) out.push_back("--unshare-net");
  add(out, {"--ro-bind", "/usr", "/usr"});
  for (const char* path : kTopLevel) {
    std::error_code ignored;
    if (fs::is_symlink(path)) {
      add(out, {"--symlink", fs::read_symlink(path, ignored).string(), path});
    } else if (fs::exists(path, ignored)) {
      add(out, {"--ro-bind", path, path});
    }
  }
  for (const char* path : kReadableFiles) {
    std::error_code missing;
    fs::path real = fs::canonical(path, missing);
    if (!missing) add(out, {"--ro-bind", real.string(), path});
  }
  for (const char* name : {"passwd", "group"}) {
    add(out, {"--ro-bind", (stubs / name).string(), std::string("/etc/") + name});
  }
  add(out,
      {"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/run", "--bind", (spec.private_directory / "tmp").string(),
       "/tmp", "--symlink", "/tmp", "/var/tmp", "--bind", (spec.private_directory / "home").string(), "/home/build"});
  for (const auto& mount : spec.mounts) {
    add(out, {mount.is_writable ? "--bind" : "--ro-bind", mount.host.string(), mount.inside});
  }
  for (const auto& [name, value] : spec.environment) add(out, {"--setenv", name, value});
  add(out, {"--remount-ro", "/", "--chdir", spec.working_directory, "--seccomp", std::to_string(kSeccompDescriptor),
            "--json-status-fd", std::to_string(kStatusDescriptor)});
  std::string text;
  for (const std::string& argument : out) text += argument + '\0';
  // Not on the command line, which every user of the host may read: there are secrets among the variables.
  Descriptor file(memfd_create("stellwerk-sandbox", MFD_CLOEXEC));
  if (!file.is_open() || !files::write_all(file.number(), text)) return system_failed("memory for its arguments");
  lseek(file.number(), 0, SEEK_SET);
  return file;
}

void limit(int resource, rlim_t value) {
  rlimit wanted{value, value};
  setrlimit(static_cast<__rlimit_resource>(resource), &wanted);
}

/// What the child does between fork and exec: only calls that are safe there, on data made beforehand.
struct ChildPlan {
  std::array<int, 7> sources;  // become 0, 1 and 2, then kCommandDescriptor ... in order
  std::vector<const char*> membership_files;
  bool has_group = false;
  Limits limits;
  char* const* arguments;
};

[[noreturn]] void become_bubblewrap(const ChildPlan& plan) {
  for (const char* file : plan.membership_files) {
    int group = open(file, O_WRONLY | O_CLOEXEC);
    if (group >= 0 && write(group, "0", 1) < 0) _exit(126);
    if (group >= 0) close(group);
  }
  limit(RLIMIT_CORE, 0);
  if (!plan.has_group) {
    // Not RLIMIT_AS: node and Go reserve address space that they never touch.
    limit(RLIMIT_DATA, plan.limits.memory_bytes);
    limit(RLIMIT_NPROC, plan.limits.processes);
  }
  constexpr int kAbove = 32;
  int moved[7];
  for (std::size_t i = 0; i < plan.sources.size(); ++i) moved[i] = fcntl(plan.sources[i], F_DUPFD_CLOEXEC, kAbove);
  dup2(moved[0], 0);
  dup2(moved[1], 1);
  dup2(moved[1], 2);
  for (int i = 0; i < 5; ++i) dup2(moved[i + 2], kCommandDescriptor + i);
  syscall(SYS_close_range, 3, kCommandDescriptor - 1, 0);
  syscall(SYS_close_range, kArgumentsDescriptor + 1, ~0u, 0);
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  char* const environment[] = {nullptr};
  execve(plan.arguments[0], plan.arguments, environment);
  _exit(127);
}

}  // namespace

struct Sandbox::State {
  LineSink sink;
  Descriptor output, replies, commands, status, process, init, stop_event;
  pid_t pid = -1;
  std::optional<ControlGroup> group;
  std::string limits_note;
  std::string line, reply, status_text, early_output;

  void pass_on(std::string_view bytes) {
    if (early_output.size() < kEarlyOutputBytes)
      early_output += bytes.substr(0, kEarlyOutputBytes - early_output.size());
    while (!bytes.empty()) {
      auto end = bytes.find('\n');
      std::string_view piece = bytes.substr(0, end);
      std::size_t room = kLineLimitBytes - line.size();
      if (piece.size() > room) {
        line += piece.substr(0, room);
        bytes.remove_prefix(room);
        flush();
        continue;
      }
      line += piece;
      if (end == std::string_view::npos) return;
      bytes.remove_prefix(end + 1);
      flush(true);
    }
  }

  void flush(bool even_if_empty = false) {
    if (line.ends_with('\r')) line.pop_back();
    if (sink && (even_if_empty || !line.empty())) sink(line);
    line.clear();
  }

  /// What can be read at once; false at the end.
  bool drain_output() {
    char buffer[16 * 1024];
    while (true) {
      ssize_t count = read(output.number(), buffer, sizeof buffer);
      if (count > 0) {
        pass_on({buffer, static_cast<std::size_t>(count)});
      } else if (count < 0 && errno == EINTR) {
        continue;
      } else {
        return count < 0 && errno == EAGAIN;
      }
    }
  }

  /// bubblewrap tells the tree's first process there, and its exit status if it came to run.
  void read_status() {
    char buffer[512];
    ssize_t count;
    while (status.is_open() && (count = read(status.number(), buffer, sizeof buffer)) != 0) {
      if (count < 0) {
        if (errno == EINTR) continue;
        return;
      }
      status_text.append(buffer, static_cast<std::size_t>(count));
      auto at = status_text.find("\"child-pid\":");
      if (at != std::string::npos && !init.is_open()) {
        long first = std::strtol(status_text.c_str() + at + 12, nullptr, 10);
        if (first > 1) init = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, first, 0)));
      }
    }
    status.close();
  }

  void end_tree() {
    if (pid < 0) return;
    read_status();
    if (init.is_open()) syscall(SYS_pidfd_send_signal, init.number(), SIGKILL, nullptr, 0);
    ::kill(pid, SIGKILL);
    reap();
  }

  int reap() {
    int code = 0;
    while (waitpid(pid, &code, 0) < 0 && errno == EINTR) {
    }
    pid = -1;
    read_status();
    // The first process of a pid namespace ends only when all others are gone.
    if (init.is_open()) {
      pollfd gone{init.number(), POLLIN, 0};
      poll(&gone, 1, 5000);
    }
    drain_output();
    flush();
    return WIFEXITED(code) ? WEXITSTATUS(code) : 128 + WTERMSIG(code);
  }
};

Sandbox::Sandbox(std::unique_ptr<State> state) : state_(std::move(state)) {}
Sandbox::~Sandbox() { state_->end_tree(); }
void Sandbox::kill() { state_->end_tree(); }
const std::string& Sandbox::limits_note() const { return state_->limits_note; }
bool Sandbox::ran_out_of_memory() const { return state_->group && state_->group->ran_out_of_memory(); }

void Sandbox::stop() {
  std::uint64_t one = 1;
  [[maybe_unused]] auto written = write(state_->stop_event.number(), &one, sizeof one);
}

Result<std::unique_ptr<Sandbox>> Sandbox::start(const SandboxSpec& spec, LineSink sink) {
  auto program = find_program("bwrap");
  if (!program) return unavailable("The program bwrap is missing: install the Debian package bubblewrap");
  Descriptor arguments = TRY(bubblewrap_arguments(spec));
  auto filter = TRY(seccomp_program());
  auto [output, output_end] = TRY(make_pipe());
  auto [commands_end, commands] = TRY(make_command_line());
  auto [replies, replies_end] = TRY(make_pipe());
  auto [status, status_end] = TRY(make_pipe());
  Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
  Descriptor stop_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!nothing.is_open() || !stop_event.is_open()) return system_failed("descriptors");
  for (int number : {output.number(), replies.number(), status.number()}) {
    fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK);
  }
  auto state = std::make_unique<State>();
  if (auto group = ControlGroup::create("stellwerk-" + spec.name, spec.limits)) {
    state->group.emplace(std::move(*group));
  } else {
    state->limits_note =
        "This server may not create cgroups: memory and process limits apply to each process, not "
        "to all together, and processor time is not limited";
  }
  std::vector<char*> raw;
  std::vector<std::string> words{program->string(), "--args", std::to_string(kArgumentsDescriptor), "--"};
  words.insert(words.end(), spec.arguments.begin(), spec.arguments.end());
  for (auto& word : words) raw.push_back(word.data());
  raw.push_back(nullptr);
  std::vector<std::string> members;
  if (state->group) members = state->group->membership_files();
  ChildPlan plan{{nothing.number(), output_end.number(), commands_end.number(), replies_end.number(), filter.number(),
                  status_end.number(), arguments.number()},
                 {},
                 state->group.has_value(),
                 spec.limits,
                 raw.data()};
  for (const auto& file : members) plan.membership_files.push_back(file.c_str());
  state->pid = fork();
  if (state->pid < 0) return system_failed("fork");
  if (state->pid == 0) become_bubblewrap(plan);
  state->process = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, state->pid, 0)));
  state->sink = std::move(sink);
  state->output = std::move(output);
  state->replies = std::move(replies);
  state->commands = std::move(commands);
  state->status = std::move(status);
  state->stop_event = std::move(stop_event);
  return std::unique_ptr<Sandbox>(new Sandbox(std::move(state)));
}

Result<void> Sandbox::send(std::string_view text) {
  std::string framed(text);
  framed.push_back('\0');
  std::string_view rest = framed;
  while (!rest.empty()) {
    ssize_t count = ::send(state_->commands.number(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) break;
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  if (!rest.empty()) return unavailable("The sandbox has ended");
  return {};
}

Sandbox::Turn Sandbox::pump(Deadline deadline) {
  State& state = *state_;
  if (state.pid < 0) return {Event::stopped};
  constexpr auto kPartialLineWait = std::chrono::milliseconds(500);
  bool has_output = true, has_replies = true;
  while (true) {
    pollfd wanted[5] = {{has_output ? state.output.number() : -1, POLLIN, 0},
                        {has_replies ? state.replies.number() : -1, POLLIN, 0},
                        {state.process.number(), POLLIN, 0},
                        {state.stop_event.number(), POLLIN, 0},
                        {state.status.number(), POLLIN, 0}};
    auto wait = std::chrono::milliseconds(state.line.empty() ? 60'000 : kPartialLineWait.count());
    if (deadline) {
      auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - steady_clock::now());
      if (left.count() <= 0) {
        kill();
        return {Event::timed_out};
      }
      wait = std::min(wait, left);
    }
    int ready = poll(wanted, 5, static_cast<int>(wait.count()));
    if (ready == 0 && !state.line.empty()) state.flush();
    if (wanted[3].revents) {
      kill();
      return {Event::stopped};
    }
    if (wanted[4].revents) state.read_status();
    if (wanted[0].revents) has_output = state.drain_output();
    if (wanted[1].revents) {
      char buffer[4096];
      ssize_t count = read(state.replies.number(), buffer, sizeof buffer);
      if (count == 0) has_replies = false;
      if (count > 0) state.reply.append(buffer, static_cast<std::size_t>(count));
      if (auto end = state.reply.find('\0'); end != std::string::npos) {
        state.drain_output();
        state.flush();
        Turn turn{Event::replied, 0, state.reply.substr(0, end)};
        state.reply.erase(0, end + 1);
        return turn;
      }
      if (state.reply.size() > kReplyLimitBytes) state.reply.clear();
    } else if (wanted[2].revents) {
      int exit_status = state.reap();
      if (state.status_text.find("\"exit-code\"") == std::string::npos) {
        return {Event::setup_failed, exit_status, state.early_output};
      }
      return {Event::exited, exit_status};
    }
  }
}

std::optional<fs::path> find_program(std::string_view name) {
  for (const char* directory : {"/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"}) {
    fs::path path = fs::path(directory) / name;
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

}  // namespace stellwerk::sandbox
