#pragma once
#include "base/descriptor.h"
#include "base/result.h"

namespace stellwerk::sandbox {

/// The filter as classic BPF in a memory file, at its start, ready for `bwrap --seccomp`. Refused calls
/// answer EPERM; those that programs try before an older one (clone3, io_uring) answer ENOSYS.
/// Error: SandboxUnavailable.
Result<Descriptor> seccomp_program();

}  // namespace stellwerk::sandbox
