#pragma once
#include <vector>

#include "base/descriptor.h"
#include "dataplane/sandbox/sandbox.h"

namespace stellwerk::sandbox {

/// What bubblewrap is told, on open files alone: a command line is for every user of the host to read.
struct BubblewrapInput {
  Descriptor arguments;           // each ends with a zero byte
  std::vector<Descriptor> named;  // from kFirstNamedDescriptor on
};

/// Error: SandboxUnavailable.
Result<BubblewrapInput> bubblewrap_input(const SandboxSpec& spec);

}  // namespace stellwerk::sandbox
