#include "dataplane/sandbox/output_lines.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "dataplane/sandbox/sandbox.h"

namespace stellwerk::sandbox {
namespace {

constexpr std::size_t kPieceBytes = 16 * 1024;
constexpr int kPiecesAtOnce = 64;

/// Calls `take` with each piece.
bool read_pieces(int pipe, const std::function<void(std::string_view)>& take) {
  char buffer[kPieceBytes];
  for (int piece = 0; piece < kPiecesAtOnce; ++piece) {
    ssize_t count = read(pipe, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count < 0 && errno == EAGAIN;
    take({buffer, static_cast<std::size_t>(count)});
  }
  return true;
}

}  // namespace

bool OutputLines::drain(int pipe) {
  return read_pieces(pipe, [this](std::string_view bytes) { pass_on(bytes); });
}

void OutputLines::pass_on(std::string_view bytes) {
  while (!bytes.empty()) {
    auto end = bytes.find('\n');
    std::string_view piece = bytes.substr(0, end);
    std::size_t room = kLineLimitBytes - line_.size();
    if (piece.size() > room) {
      line_ += piece.substr(0, room);
      bytes.remove_prefix(room);
      flush(false);
      continue;
    }
    line_ += piece;
    if (end == std::string_view::npos) return;
    bytes.remove_prefix(end + 1);
    flush(true);
  }
}

void OutputLines::flush(bool even_if_empty) {
  if (line_.ends_with('\r')) line_.pop_back();
  if (sink_ && (even_if_empty || !line_.empty())) sink_(line_);
  line_.clear();
}

bool capture(int pipe, std::string& out, std::size_t limit_bytes) {
  return read_pieces(
      pipe, [&](std::string_view bytes) { out += bytes.substr(0, limit_bytes - std::min(limit_bytes, out.size())); });
}

}  // namespace stellwerk::sandbox
