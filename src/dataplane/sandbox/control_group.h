#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stellwerk::sandbox {

/// What one process tree may use.
struct Limits {
  std::uint64_t memory_bytes = 4ull << 30;
  std::uint32_t processes = 2048;
  double processors = 2;
};

/// A cgroup (v2) or a set of them (v1) for one process tree; removed with the object, when it is empty.
class ControlGroup {
 public:
  /// Nothing where the server may not make groups with a memory and a process limit.
  static std::optional<ControlGroup> create(const std::string& name, const Limits& limits);
  ControlGroup(ControlGroup&& other) noexcept;
  ControlGroup& operator=(ControlGroup&&) = delete;
  ~ControlGroup();

  /// The cgroup.procs files that a new member writes "0" into.
  std::vector<std::string> membership_files() const;
  /// Whether the memory limit killed a process.
  bool ran_out_of_memory() const;

 private:
  explicit ControlGroup(std::vector<std::string> directories) : directories_(std::move(directories)) {}
  std::vector<std::string> directories_;
};

}  // namespace stellwerk::sandbox
