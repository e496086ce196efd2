#include "dataplane/sandbox/control_group.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <thread>

namespace stellwerk::sandbox {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream out(path);
  out << text;
  out.close();
  return bool(out);
}

bool has_word(const std::string& text, const std::string& wanted) {
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    if (word == wanted) return true;
  }
  return false;
}

struct Hierarchy {
  std::string mount_point;
  std::string own_path;  // of this process, within the mount
};

/// Controller → where it is mounted (v1); "" is the v2 hierarchy.
std::map<std::string, Hierarchy> hierarchies() {
  std::map<std::string, std::string> own;
  std::istringstream groups(read_file("/proc/self/cgroup"));
  for (std::string line; std::getline(groups, line);) {
    auto first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    std::istringstream controllers(line.substr(first + 1, second - first - 1));
    std::string path = line.substr(second + 1), controller;
    if (second == first + 1) own[""] = path;
    while (std::getline(controllers, controller, ',')) own[controller] = path;
  }
  std::map<std::string, Hierarchy> out;
  std::istringstream mounts(read_file("/proc/self/mounts"));
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string device, point, type, options, option;
    fields >> device >> point >> type >> options;
    if (type == "cgroup2" && own.contains("")) out[""] = {point, own[""]};
    if (type != "cgroup") continue;
    std::istringstream list(options);
    while (std::getline(list, option, ',')) {
      if (own.contains(option)) out[option] = {point, own[option]};
    }
  }
  return out;
}

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

/// Under the server's own group; in a container whose view of the hierarchy is cut off, under the mount's root.
std::string parent_of(const Hierarchy& hierarchy) {
  std::string own = hierarchy.mount_point + (hierarchy.own_path == "/" ? "" : hierarchy.own_path);
  return exists(own + "/cgroup.procs") ? own : hierarchy.mount_point;
}

constexpr const char* kWanted[] = {"memory", "pids"};

/// v2 lets a group hold either processes or limited children: a server alone in its delegated group moves
/// itself one level down.
bool enable_controllers(const std::string& parent) {
  auto enabled = [&] {
    std::string list = read_file(parent + "/cgroup.subtree_control");
    for (const char* controller : kWanted) {
      if (!has_word(list, controller)) return false;
    }
    return true;
  };
  if (enabled()) return true;
  auto enable = [&] {
    write_file(parent + "/cgroup.subtree_control", "+memory +pids");
    write_file(parent + "/cgroup.subtree_control", "+cpu");
    return enabled();
  };
  if (enable()) return true;
  std::istringstream members(read_file(parent + "/cgroup.procs"));
  std::string only, another;
  if (!(members >> only) || only != std::to_string(getpid()) || members >> another) return false;
  std::string own = parent + "/stellwerk-server";
  if (mkdir(own.c_str(), 0755) != 0 && errno != EEXIST) return false;
  return write_file(own + "/cgroup.procs", only) && enable();
}

std::optional<std::vector<std::string>> create_unified(const Hierarchy& hierarchy, const std::string& name,
                                                       const Limits& limits) {
  std::string parent = parent_of(hierarchy);
  if (parent.ends_with("/stellwerk-server")) parent.resize(parent.rfind('/'));
  if (!enable_controllers(parent)) return std::nullopt;
  std::string directory = parent + "/" + name;
  if (mkdir(directory.c_str(), 0755) != 0) return std::nullopt;
  if (!write_file(directory + "/memory.max", std::to_string(limits.memory_bytes)) ||
      !write_file(directory + "/pids.max", std::to_string(limits.processes))) {
    rmdir(directory.c_str());
    return std::nullopt;
  }
  write_file(directory + "/memory.swap.max", "0");
  write_file(directory + "/cpu.max", std::to_string(static_cast<long>(limits.processors * 100000)) + " 100000");
  return std::vector<std::string>{directory};
}

std::optional<std::vector<std::string>> create_separate(const std::map<std::string, Hierarchy>& all,
                                                        const std::string& name, const Limits& limits) {
  std::vector<std::string> made;
  auto undo = [&] {
    for (const auto& directory : made) rmdir(directory.c_str());
    return std::nullopt;
  };
  auto make = [&](const char* controller, const char* file, const std::string& value) {
    auto found = all.find(controller);
    if (found == all.end()) return false;
    std::string directory = parent_of(found->second) + "/" + name;
    if (mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) return false;
    made.push_back(directory);
    return write_file(directory + "/" + file, value);
  };
  if (!make("memory", "memory.limit_in_bytes", std::to_string(limits.memory_bytes))) return undo();
  if (!make("pids", "pids.max", std::to_string(limits.processes))) return undo();
  make("cpu", "cpu.cfs_quota_us", std::to_string(static_cast<long>(limits.processors * 100000)));
  return made;
}

}  // namespace

std::optional<ControlGroup> ControlGroup::create(const std::string& name, const Limits& limits) {
  static std::mutex one_at_a_time;
  std::lock_guard lock(one_at_a_time);
  auto all = hierarchies();
  std::optional<std::vector<std::string>> made;
  if (all.contains("memory")) {
    made = create_separate(all, name, limits);
  } else if (all.contains("")) {
    made = create_unified(all[""], name, limits);
  }
  if (!made) return std::nullopt;
  return ControlGroup(std::move(*made));
}

ControlGroup::ControlGroup(ControlGroup&& other) noexcept : directories_(std::move(other.directories_)) {
  other.directories_.clear();
}

ControlGroup::~ControlGroup() {
  // The last member may still be on its way out of the kernel.
  for (const auto& directory : directories_) {
    for (int attempt = 0; rmdir(directory.c_str()) != 0 && errno == EBUSY && attempt < 50; ++attempt) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
}

std::vector<std::string> ControlGroup::membership_files() const {
  std::vector<std::string> out;
  for (const auto& directory : directories_) out.push_back(directory + "/cgroup.procs");
  return out;
}

bool ControlGroup::ran_out_of_memory() const {
  for (const auto& directory : directories_) {
    for (const char* file : {"/memory.events", "/memory.oom_control"}) {
      std::istringstream in(read_file(directory + file));
      std::string name;
      for (long count = 0; in >> name >> count;) {
        if (name == "oom_kill" && count > 0) return true;
      }
    }
  }
  return false;
}

}  // namespace stellwerk::sandbox
