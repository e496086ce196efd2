#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/http_message.h"
#include "base/result.h"
#include "http/limits.h"

namespace stellwerk::http {

/// Reads one HTTP/1.1 request, head first. Refuses what two readers could understand differently: repeated
/// or conflicting lengths, transfer codings other than chunked.
/// Source: https://www.rfc-editor.org/rfc/rfc9112
class RequestParser {
 public:
  explicit RequestParser(const Limits& limits);
  ~RequestParser();

  /// Answers how many of the bytes it has dealt with; the rest is to be handed in again, followed by more,
  /// until is_head_done().
  Result<std::size_t> read_head(std::string_view received);
  bool is_head_done() const;
  /// The request without its body, to be taken once.
  HttpRequest take_request();

  struct Piece {
    std::size_t consumed = 0;  // of `received`
    std::size_t written = 0;   // into `into`
  };
  /// After the head. Both 0 and not is_done(): more bytes are needed.
  Result<Piece> read_body(std::string_view received, std::span<char> into);
  bool is_done() const;

  bool wants_keep_alive() const;
  bool expects_continue() const;
  bool is_version_1_1() const;
  /// Of the body; nothing if it comes in chunks.
  std::optional<std::uint64_t> remaining_bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::http
