// Any bytes as an HTTP/1.1 request, handed over in pieces of byte 0's size: read whole and read in pieces must agree.
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "http/request_parser.h"

using namespace stellwerk;

namespace {

struct Outcome {
  bool is_refused = false;
  bool is_head_done = false;
  bool is_done = false;
  std::string head;
  std::string body;
  bool operator==(const Outcome&) const = default;
};

std::string text_of(const HttpRequest& request) {
  std::string out = request.method + " " + request.path + "?" + request.query + "\n";
  for (const auto& [name, value] : request.headers.fields()) out += name + ": " + value + "\n";
  return out;
}

// False when the bytes were refused or more are needed.
bool read_head(http::RequestParser& parser, std::string_view bytes, std::size_t step, std::size_t& at,
               Outcome& outcome) {
  std::size_t end = 0;
  while (!parser.is_head_done()) {
    if (end == bytes.size()) return false;
    end = std::min(bytes.size(), end + step);
    auto used = parser.read_head(bytes.substr(at, end - at));
    outcome.is_refused = !used;
    if (!used) return false;
    at += *used;
  }
  outcome.is_head_done = true;
  outcome.head = text_of(parser.take_request());
  return true;
}

Outcome read(std::string_view bytes, std::size_t step) {
  static const http::Limits limits;
  http::RequestParser parser(limits);
  Outcome outcome;
  std::size_t at = 0;
  if (!read_head(parser, bytes, step, at, outcome)) return outcome;
  std::array<char, 64> into;
  std::size_t end = std::min(bytes.size(), at + step);
  while (!parser.is_done()) {
    auto piece = parser.read_body(bytes.substr(at, end - at), into);
    outcome.is_refused = !piece;
    if (!piece) return outcome;
    at += piece->consumed;
    outcome.body.append(into.data(), piece->written);
    if (piece->consumed != 0 || piece->written != 0) continue;
    if (end == bytes.size()) break;
    end = std::min(bytes.size(), end + step);
  }
  outcome.is_done = parser.is_done();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = read(bytes, bytes.size());
  const Outcome pieces = read(bytes, 1 + data[0] % 64);
  // How early a broken request is refused depends on the pieces; what a whole one means must not.
  STELLWERK_ASSERT(whole.is_done == pieces.is_done);
  if (whole.is_done) STELLWERK_ASSERT(whole == pieces);
  return 0;
}
