#include "http/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstring>

#include "base/bytes.h"

namespace stellwerk::http {
namespace {

namespace beast = boost::beast;
using beast::http::error;
using beast::http::field;
using ErrorCode = beast::error_code;
using Text = beast::string_view;

Error malformed(std::string message, int status = 400) {
  return Error{status == 400 ? "BadRequest" : "RequestRefused", std::move(message), status};
}

}  // namespace

struct RequestParser::State final : beast::http::basic_parser<true> {
  explicit State(const Limits& given) : limits(given) {
    header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    body_limit(boost::none);  // the endpoint knows how much it takes
    eager(false);
  }

  void on_request_impl(beast::http::verb, Text method, Text target, int version, ErrorCode& failed) override {
    head_bytes += method.size() + target.size();
    if (target.size() > limits.target_bytes) return refuse(failed, malformed("The request target is too long", 414));
    std::string_view rest(target.data(), target.size());
    // The absolute form is meant for proxies, but servers must take it.
    for (std::string_view scheme : {"http://", "https://"}) {
      if (!rest.starts_with(scheme)) continue;
      std::size_t path = rest.find('/', scheme.size());
      rest = path == rest.npos ? std::string_view("/") : rest.substr(path);
    }
    if (!rest.starts_with('/') && rest != "*") return refuse(failed, malformed("The request target must be a path"));
    std::size_t question = rest.find('?');
    request.method.assign(method.data(), method.size());
    request.path = rest.substr(0, question);
    if (question != rest.npos) request.query = rest.substr(question + 1);
    is_version_1_1 = version == 11;
  }

  void on_response_impl(int, Text, int, ErrorCode&) override {}

  void on_field_impl(field known, Text name, Text value, ErrorCode& failed) override {
    // The base class limits what it sees at once, not the sum.
    head_bytes += name.size() + value.size();
    if (head_bytes > limits.header_bytes)
      return refuse(failed, malformed("The request's header fields are too large", 431));
    if (is_head_read) return;  // trailers carry nothing that we use
    if (request.headers.fields().size() >= limits.header_count) {
      return refuse(failed, malformed("The request has too many header fields", 431));
    }
    std::string text(value.data(), value.size());
    switch (known) {
      case field::content_length:
        if (request.headers.has("content-length")) return refuse(failed, malformed("Content-Length stands twice"));
        if (text.find_first_not_of("0123456789") != text.npos)
          return refuse(failed, malformed("Content-Length is not a number"));
        break;
      case field::transfer_encoding:
        if (to_lower(text) != "chunked") return refuse(failed, malformed("Transfer-Encoding must be chunked", 501));
        if (!is_version_1_1) return refuse(failed, malformed("Transfer-Encoding needs HTTP/1.1"));
        break;
      case field::host:
        if (request.headers.has("host")) return refuse(failed, malformed("Host stands twice"));
        break;
      case field::expect:
        if (to_lower(text) != "100-continue")
          return refuse(failed, malformed("Only 100-continue can be expected", 417));
        expects_continue = is_version_1_1;
        break;
      default: break;
    }
    request.headers.add(std::string(name.data(), name.size()), std::move(text));
  }

  void on_header_impl(ErrorCode& failed) override {
    is_head_read = true;
    if (is_version_1_1 && !request.headers.has("host")) refuse(failed, malformed("The Host field is missing"));
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(Text body, ErrorCode& failed) override { return take(body, failed); }
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, ErrorCode& failed) override { return take(body, failed); }
  void on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) override {}
  void on_finish_impl(ErrorCode&) override {}

  void refuse(ErrorCode& failed, Error why) {
    refusal = std::move(why);
    failed = error::bad_value;
  }

  std::size_t take(Text body, ErrorCode& failed) {
    std::size_t count = std::min(body.size(), into.size());
    // The caller may have received straight into its own buffer.
    if (body.data() != into.data()) std::memmove(into.data(), body.data(), count);
    into = into.subspan(count);
    written += count;
    if (count < body.size()) failed = error::need_buffer;
    return count;
  }

  Error as_error(const ErrorCode& failed) {
    if (refusal) return *refusal;
    if (failed == error::header_limit) return malformed("The request's header fields are too large", 431);
    if (failed == error::bad_version) return malformed("Only HTTP/1.0 and HTTP/1.1 are spoken here", 505);
    return malformed("The request is malformed: " + failed.message());
  }

  const Limits& limits;
  HttpRequest request;
  std::optional<Error> refusal;
  std::size_t head_bytes = 0;
  bool is_head_read = false;
  bool is_version_1_1 = true;
  bool expects_continue = false;
  std::span<char> into;
  std::size_t written = 0;
};

RequestParser::RequestParser(const Limits& limits) : state_(std::make_unique<State>(limits)) {}
RequestParser::~RequestParser() = default;

Result<std::size_t> RequestParser::read_head(std::string_view received) {
  std::size_t consumed = 0;
  while (!is_head_done()) {
    ErrorCode failed;
    std::string_view rest = received.substr(consumed);
    consumed += state_->put(boost::asio::const_buffer(rest.data(), rest.size()), failed);
    if (failed == error::need_more) return consumed;
    if (failed) return state_->as_error(failed);
  }
  return consumed;
}

Result<RequestParser::Piece> RequestParser::read_body(std::string_view received, std::span<char> into) {
  Piece piece;
  state_->into = into;
  state_->written = 0;
  while (!is_done() && piece.consumed < received.size()) {
    ErrorCode failed;
    std::string_view rest = received.substr(piece.consumed);
    piece.consumed += state_->put(boost::asio::const_buffer(rest.data(), rest.size()), failed);
    if (failed == error::need_more || failed == error::need_buffer) break;
    if (failed) return state_->as_error(failed);
  }
  piece.written = state_->written;
  return piece;
}

bool RequestParser::is_head_done() const { return state_->is_header_done(); }
bool RequestParser::is_done() const { return state_->is_done(); }
HttpRequest RequestParser::take_request() { return std::move(state_->request); }
bool RequestParser::wants_keep_alive() const { return state_->keep_alive(); }
bool RequestParser::expects_continue() const { return state_->expects_continue; }
bool RequestParser::is_version_1_1() const { return state_->is_version_1_1; }

std::optional<std::uint64_t> RequestParser::remaining_bytes() const {
  if (state_->is_done()) return 0;
  auto known = state_->content_length_remaining();
  if (!known) return std::nullopt;
  return *known;
}

}  // namespace stellwerk::http
