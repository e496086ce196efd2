#pragma once

namespace stellwerk {

/// Writes where and what to standard error, then aborts. Bugs only: bad input is an Error.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace stellwerk

/// Kept in release builds.
#define STELLWERK_ASSERT(condition) \
  ((condition) ? void(0) : ::stellwerk::assertion_failed(#condition, __FILE__, __LINE__))
