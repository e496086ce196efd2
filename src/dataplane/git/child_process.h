#pragma once
#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace stellwerk::git {

/// A running command in a process group of its own, and our ends of its three streams, none of which blocks. It ends
/// with this object, with all that it started and did not put into another group, and with the server.
class ChildProcess {
 public:
  struct Limits {
    std::chrono::seconds processor_time;
    std::uint64_t memory_bytes;
  };
  /// Error GitMissing (500) if the program cannot be started.
  static Result<ChildProcess> start(std::vector<std::string> command, std::vector<std::string> environment,
                                    const Limits& limits);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();

  /// Readable when the process has ended.
  int end_descriptor() const { return end_.number(); }
  /// Reaps it, killing it if it still runs. 128 + the signal's number for one that a signal ended.
  int exit_status();

  Descriptor input, output, complaint;

 private:
  ChildProcess() = default;
  pid_t pid_ = -1;
  Descriptor end_;
};

}  // namespace stellwerk::git
