#include "dataplane/sandbox/bubblewrap.h"

#include <sys/mman.h>
#include <unistd.h>

#include "dataplane/sandbox/message.h"

namespace stellwerk::sandbox {
namespace {

namespace fs = std::filesystem;

// In memory, so small: what may grow lies in the box, on the disk.
constexpr const char* kRunBytes = "67108864";
constexpr const char* kSharedMemoryBytes = "67108864";
constexpr const char* kMaskBytes = "4096";

// A name server, certificates, time zone, run-time linker: what programs need and nobody keeps secret.
constexpr const char* kReadableFiles[] = {
    "/etc/ssl/certs",    "/etc/ssl/openssl.cnf",  "/etc/ca-certificates", "/etc/localtime",    "/etc/timezone",
    "/etc/alternatives", "/etc/ld.so.cache",      "/etc/ld.so.conf",      "/etc/ld.so.conf.d", "/etc/mime.types",
    "/etc/services",     "/etc/protocols",        "/etc/debian_version",  "/etc/os-release",   "/etc/fonts",
    "/etc/python3",      "/etc/python3.11",       "/etc/java-17-openjdk", "/etc/gai.conf",     "/etc/magic",
    "/etc/pki",          "/etc/bash_completion.d"};

constexpr const char* kTopLevel[] = {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"};

// What container runtimes mask and make read-only, as far as it exists here.
// Source: https://github.com/opencontainers/runc/blob/main/libcontainer/specconv/example.go
constexpr const char* kMasked[] = {"/proc/acpi",          "/proc/asound",     "/proc/kcore",       "/proc/keys",
                                   "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
                                   "/proc/scsi",          "/proc/interrupts"};
constexpr const char* kReadOnly[] = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"};

constexpr const char* kNameServices =
    "passwd: files\ngroup: files\nhosts: files myhostname dns\nservices: files\nprotocols: files\n";
// Of slirp4netns, which asks the host's own name servers.
constexpr const char* kNameServer = "nameserver 10.0.2.3\n";

class Arguments {
 public:
  explicit Arguments(const SandboxSpec& spec) : spec_(spec) {}

  Result<BubblewrapInput> all() && {
    namespaces();
    host_files();
    TRY(own_files());
    kernel_files();
    writable_places();
    for (const auto& [path, content] : spec_.files) TRY(file(path, content));
    add({"--remount-ro", "/", "--chdir", "/", "--seccomp", std::to_string(kSeccompDescriptor), "--json-status-fd",
         std::to_string(kStatusDescriptor)});
    out_.arguments = TRY(in_memory(text_));
    return std::move(out_);
  }

 private:
  void add(std::initializer_list<std::string_view> words) {
    for (std::string_view word : words) {
      text_ += word;
      text_ += '\0';
    }
  }

  static Result<Descriptor> in_memory(std::string_view content) {
    Descriptor file(memfd_create("stellwerk-sandbox", MFD_CLOEXEC));
    if (!file.is_open() || !files::write_all(file.number(), content))
      return Error{"SandboxUnavailable", "No memory for a sandbox's files", 500};
    return file;
  }

  Result<void> file(const std::string& path, std::string_view content) {
    int number = kFirstNamedDescriptor + static_cast<int>(out_.named.size());
    out_.named.push_back(TRY(in_memory(content)));
    add({"--perms", "0444", "--file", std::to_string(number), path});
    return {};
  }

  void namespaces() {
    std::string id = std::to_string(kInnerUserId);
    add({"--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try",
         "--disable-userns", "--uid", id, "--gid", id, "--hostname", "sandbox", "--die-with-parent", "--new-session",
         "--cap-drop", "ALL", "--clearenv"});
  }

  void host_files() {
    add({"--ro-bind", "/usr", "/usr"});
    std::error_code ignored;
    // As in AWS's images, sh is bash.
    if (fs::path shell = fs::canonical("/usr/bin/sh", ignored); !ignored)
      add({"--ro-bind", "/usr/bin/bash", shell.native()});
    for (const char* path : kTopLevel) {
      if (fs::is_symlink(path)) {
        add({"--symlink", fs::read_symlink(path, ignored).string(), path});
      } else if (fs::exists(path, ignored)) {
        add({"--ro-bind", path, path});
      }
    }
    for (const char* path : kReadableFiles) {
      std::error_code missing;
      fs::path real = fs::canonical(path, missing);
      if (!missing) add({"--ro-bind", real.string(), path});
    }
  }

  Result<void> own_files() {
    std::string id = std::to_string(kInnerUserId);
    TRY(file("/etc/passwd", "root:x:0:0:root:/nonexistent:/usr/sbin/nologin\nbuild:x:" + id + ":" + id +
                                ":build:/home/build:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n"));
    TRY(file("/etc/group", "root:x:0:\nbuild:x:" + id + ":\nnogroup:x:65534:\n"));
    std::string names = "127.0.0.1 localhost sandbox";
    for (const std::string& name : spec_.names) names += " " + name;
    TRY(file("/etc/hosts", names + "\n::1 localhost\n"));
    TRY(file("/etc/nsswitch.conf", kNameServices));
    return file("/etc/resolv.conf", spec_.network == Network::outward ? kNameServer : "");
  }

  void kernel_files() {
    add({"--proc", "/proc"});
    std::error_code ignored;
    for (const char* path : kReadOnly) {
      if (fs::exists(path, ignored)) add({"--ro-bind", path, path});
    }
    for (const char* path : kMasked) {
      if (fs::is_directory(path, ignored)) {
        add({"--size", kMaskBytes, "--tmpfs", path, "--remount-ro", path});
      } else if (fs::exists(path, ignored)) {
        add({"--ro-bind", "/dev/null", path});
      }
    }
    add({"--dev", "/dev", "--perms", "1777", "--size", kSharedMemoryBytes, "--tmpfs", "/dev/shm", "--remount-ro",
         "/dev"});
  }

  void writable_places() {
    add({"--size", kRunBytes, "--tmpfs", "/run"});
    auto show = [&](const std::string& shown, const std::string& inside) {
      add({"--bind", std::string(kBoxMountPoint) + "/" + shown, inside});
    };
    show(kTemporaryPart, "/tmp");
    show(kHomePart, "/home/build");
    add({"--symlink", "/tmp", "/var/tmp"});
    for (const Mount& mount : spec_.mounts) show(mount.shown, mount.inside);
  }

  const SandboxSpec& spec_;
  std::string text_;
  BubblewrapInput out_;
};

}  // namespace

Result<BubblewrapInput> bubblewrap_input(const SandboxSpec& spec) { return Arguments(spec).all(); }

}  // namespace stellwerk::sandbox
