#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataplane/sandbox/control_group.h"

namespace stellwerk::sandbox {

/// An address inside where the server listens for the sandbox's commands.
struct Door {
  std::string address;  // IPv4, of the loopback or kCredentialsAddress
  std::uint16_t port = 0;
};

/// What the supervisor is told once, in `word::kPrepare`.
struct Preparation {
  std::string bubblewrap;                     // the program's path
  std::string slirp;                          // slirp4netns's; empty: nothing leads outward
  std::optional<std::uint32_t> host_user;     // who the commands are on the host, if not the server's own user
  std::vector<std::string> membership_files;  // of the control group; none: limits per process
  Limits limits;
  std::vector<Door> doors;
  std::vector<std::string> environment;  // "NAME=value", of commands
  std::string working_directory;
};

std::vector<std::string> encode(const Preparation& preparation);
/// Nothing if it is not what `encode` made.
std::optional<Preparation> decode_preparation(const std::vector<std::string>& words);

}  // namespace stellwerk::sandbox
