#include "aws/page.h"

#include "base/bytes.h"
#include "base/digest.h"

namespace stellwerk::aws {
namespace {

// Tells a token of ours from other text, and one list's from another's. No secret: a token opens nothing that its
// bearer may not list, so nothing in it is trusted either.
constexpr std::size_t kMarkBytes = 6;
constexpr std::size_t kLengthBytes = 4;

std::string mark_of(std::string_view list, std::string_view body) {
  return digest(DigestKind::sha256, std::string(list) + '\0' + std::string(body)).substr(0, kMarkBytes);
}

}  // namespace

std::string page_token(std::string_view list, const std::vector<std::string>& key) {
  std::string body;
  for (const std::string& part : key) {
    for (std::size_t i = kLengthBytes; i-- > 0;) body.push_back(static_cast<char>(part.size() >> (8 * i) & 0xFF));
    body += part;
  }
  return to_base64(mark_of(list, body) + body);
}

std::optional<std::vector<std::string>> key_in_token(std::string_view list, std::string_view token) {
  auto bytes = from_base64(token);
  if (!bytes || bytes->size() < kMarkBytes) return std::nullopt;
  std::string_view body = std::string_view(*bytes).substr(kMarkBytes);
  if (mark_of(list, body) != std::string_view(*bytes).substr(0, kMarkBytes)) return std::nullopt;
  std::vector<std::string> key;
  while (!body.empty()) {
    if (body.size() < kLengthBytes) return std::nullopt;
    std::size_t length = 0;
    for (unsigned char byte : body.substr(0, kLengthBytes)) length = length << 8 | byte;
    body.remove_prefix(kLengthBytes);
    if (body.size() < length) return std::nullopt;
    key.emplace_back(body.substr(0, length));
    body.remove_prefix(length);
  }
  return key;
}

}  // namespace stellwerk::aws
