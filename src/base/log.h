#pragma once
#include <string_view>

namespace stellwerk::log {

enum class Level { debug, info, warning, error };

/// Lines below this level are not written. Starts at info.
void set_level(Level level);
/// For lines that cost something to make.
bool is_enabled(Level level);
/// One line on standard error: time, level, message. Never hand it a secret.
void write(Level level, std::string_view message);

inline void debug(std::string_view message) { write(Level::debug, message); }
inline void info(std::string_view message) { write(Level::info, message); }
inline void warning(std::string_view message) { write(Level::warning, message); }
inline void error(std::string_view message) { write(Level::error, message); }

}  // namespace stellwerk::log
