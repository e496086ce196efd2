#include "base/execution.h"

namespace stellwerk {
namespace {

thread_local Execution* carrying = nullptr;

}  // namespace

// Never inlined: the caller may have moved to another thread, and a compiler keeps the address of a thread's variable.
[[gnu::noipa]] Execution* Execution::current() { return carrying; }
[[gnu::noipa]] void Execution::set_current(Execution* execution) { carrying = execution; }

}  // namespace stellwerk
