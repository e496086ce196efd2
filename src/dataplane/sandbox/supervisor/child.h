#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "dataplane/sandbox/preparation.h"

namespace stellwerk::sandbox {

/// For a child that cannot go on: says what failed and why on its standard error, and ends it.
[[noreturn]] void give_up(const char* what);

/// Ends this child with its parent.
void die_with_parent();
/// Enters the control group, or takes limits of its own where there is none.
void take_limits(const Preparation& preparation);
/// Puts `files` on the descriptors 0, 1, ... of this child and closes all others.
void hold_only(const std::vector<int>& files);

/// The exit status as a shell tells it: 128 + signal if a signal ended the child.
int shell_status(int wait_status);

/// The child that prepares the namespaces around bubblewrap and becomes it. `files`: those of bubblewrap from
/// descriptor 0 on. It speaks to the supervisor over `conversation`: one byte when it wants its user ids mapped, one
/// back, then the doors' sockets.
[[noreturn]] void become_bubblewrap(const Preparation& preparation, int box, int conversation,
                                    const std::vector<int>& files);

/// In the network namespace: brings the loopback up, closes the ways to the host and opens the doors.
std::vector<int> furnish_network(const std::vector<Door>& doors, const std::vector<std::uint32_t>& closed_addresses);
/// The host's own IPv4 addresses, in network byte order.
std::vector<std::uint32_t> host_addresses();

struct Command {
  int namespaces;  // a pidfd of the sandbox's first process
  int output, errors;
  std::string script;
  std::vector<std::string> arguments;
  const std::string* seccomp_program;
};
/// A child that waits for the command inside and ends as it did.
pid_t start_command(const Preparation& preparation, const Command& command);

}  // namespace stellwerk::sandbox
