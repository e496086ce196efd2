#pragma once
#include <cstdint>

namespace stellwerk::app {

/// Takes as many file descriptors as the host lets this process have, up to some that nothing here exceeds: a shell's
/// usual 1,024 are fewer than the connections of one listener. How many there are.
std::uint64_t raise_descriptor_limit();

}  // namespace stellwerk::app
