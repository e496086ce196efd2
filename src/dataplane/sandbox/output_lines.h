#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace stellwerk::sandbox {

/// Output on its way from a pipe to a sink, line by line. See LineSink.
class OutputLines {
 public:
  explicit OutputLines(std::function<void(std::string_view)> sink) : sink_(std::move(sink)) {}

  /// Passes on what can be read at once from a non-blocking pipe, but not more than it could hold: whoever writes
  /// without end must not hold the caller. False at the end.
  bool drain(int pipe);
  /// Passes on the beginning of a line.
  void flush() { flush(false); }

 private:
  void pass_on(std::string_view bytes);
  void flush(bool even_if_empty);

  std::function<void(std::string_view)> sink_;
  std::string line_;
};

/// Adds what can be read at once to `out`, and forgets what goes beyond the limit. False at the end.
bool capture(int pipe, std::string& out, std::size_t limit_bytes);

}  // namespace stellwerk::sandbox
