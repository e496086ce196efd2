#include "http/connection.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "base/log.h"
#include "http/receive_buffer.h"
#include "http/request_parser.h"
#include "http/response_head.h"

namespace stellwerk::http {
namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;      // of a streamed answer
constexpr std::size_t kCoalescedBytes = 16 * 1024;  // head and body up to this go out in one write
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

class Connection;

/// Some bytes, then a source.
class PrefixedSource final : public ByteSource {
 public:
  PrefixedSource(std::string prefix, std::shared_ptr<ByteSource> rest)
      : prefix_(std::move(prefix)), rest_(std::move(rest)) {}
  Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = TRY(prefix_.read(into));
    if (count > 0 || !rest_) return count;
    return rest_->read(into);
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return std::nullopt; }

 private:
  StringSource prefix_;
  std::shared_ptr<ByteSource> rest_;
};

/// A request's body. Reading it waits on the connection's fiber.
class BodySource final : public ByteSource {
 public:
  BodySource(Connection& connection, RequestParser& parser) : connection_(&connection), parser_(&parser) {}
  Result<std::size_t> read(std::span<char> into) override;
  std::optional<std::uint64_t> remaining_bytes() const override {
    return connection_ ? parser_->remaining_bytes() : std::nullopt;
  }
  /// The answer is out: whoever still holds the source reads no more from it.
  void detach() { connection_ = nullptr; }

 private:
  Connection* connection_;
  RequestParser* parser_;
};

class Connection {
 public:
  explicit Connection(ConnectionContext& context) : context_(context) {}

  void run() {
    context_.watch.expect(Watch::For::reading, context_.limits.handshake_timeout);
    if (!context_.stream.handshake(context_.fiber)) return;
    std::size_t served = 0;
    while (!context_.is_stopping.load()) {
      is_last_ = ++served >= context_.limits.requests_per_connection;
      if (!serve_one()) break;
    }
    linger();
  }

  Result<std::size_t> read_body(RequestParser& parser, std::span<char> into);

 private:
  enum class Head { complete, closed, refused };

  bool serve_one();
  Head read_head(RequestParser& parser);
  bool wait_for_request();
  bool receive();
  bool send(std::string_view bytes);
  bool send_response(HttpResponse response, RequestParser& parser, bool is_head_request);
  bool send_stream(ByteSource& stream, Framing framing, std::optional<std::uint64_t> still);
  bool join_stream(HttpResponse& response, std::uint64_t streamed);
  void refuse(const Error& why);
  bool can_go_on(const RequestParser& parser) const;
  bool drain(RequestParser& parser);
  void linger();
  HttpResponse call_endpoint(HttpRequest request);

  ConnectionContext& context_;
  ReceiveBuffer buffer_;
  bool is_last_ = false;
  bool has_sent_continue_ = false;
  bool is_broken_ = false;
  std::chrono::steady_clock::time_point body_started_;
  std::uint64_t body_bytes_ = 0;
};

Result<std::size_t> BodySource::read(std::span<char> into) {
  if (!connection_) return Error{"IncompleteBody", "The request has ended", 400};
  return connection_->read_body(*parser_, into);
}

bool Connection::receive() {
  std::span<char> room = buffer_.room();
  std::size_t count = context_.stream.read_some(context_.fiber, room);
  buffer_.filled(count);
  return count > 0;
}

bool Connection::send(std::string_view bytes) {
  // One deadline per piece: a peer that takes bytes, however slowly each piece, is served.
  while (!bytes.empty()) {
    std::string_view piece = bytes.substr(0, kPieceBytes);
    context_.watch.expect(Watch::For::writing, context_.limits.write_timeout);
    if (!context_.stream.write(context_.fiber, piece)) {
      is_broken_ = true;
      return false;
    }
    bytes.remove_prefix(piece.size());
  }
  context_.watch.nothing();
  return true;
}

bool Connection::wait_for_request() {
  // Empty lines before a request are to be passed over (RFC 9112, 2.2).
  while (true) {
    while (buffer_.view().starts_with("\r\n")) buffer_.consume(2);
    if (!buffer_.empty() && buffer_.view() != "\r") return true;
    context_.watch.set_idle(true);
    context_.watch.expect(Watch::For::reading, context_.limits.idle_timeout);
    bool has_more = !context_.is_stopping.load() && receive();
    context_.watch.set_idle(false);
    if (!has_more) return false;
  }
}

Connection::Head Connection::read_head(RequestParser& parser) {
  if (!wait_for_request()) return Head::closed;
  context_.watch.expect(Watch::For::reading, context_.limits.header_timeout);
  while (true) {
    auto consumed = parser.read_head(buffer_.view());
    if (!consumed) {
      refuse(consumed.error());
      return Head::refused;
    }
    buffer_.consume(*consumed);
    if (parser.is_head_done()) break;
    if (!receive()) {
      refuse(Error{"RequestTimeout", "The request's head did not arrive whole in time", 408});
      return Head::refused;
    }
  }
  context_.watch.nothing();
  context_.watch.end_waiting();
  return Head::complete;
}

bool Connection::serve_one() {
  RequestParser parser(context_.limits);
  if (read_head(parser) != Head::complete) return false;
  has_sent_continue_ = false;
  body_bytes_ = 0;
  HttpRequest request = parser.take_request();
  request.peer_address = context_.peer_address;
  request.is_tls = context_.is_tls;
  request.tls_version = context_.stream.tls_version();
  auto body = std::make_shared<BodySource>(*this, parser);
  request.body = body;
  // There is nothing to wait for, but clients do: botocore takes any other answer for that of the next request.
  if (parser.expects_continue() && parser.is_done() && !send(kContinue)) return false;
  bool is_head_request = request.method == "HEAD";
  HttpResponse response = call_endpoint(std::move(request));
  bool may_go_on = send_response(std::move(response), parser, is_head_request);
  body->detach();
  context_.watch.begin_waiting();
  return may_go_on;
}

HttpResponse Connection::call_endpoint(HttpRequest request) {
  try {
    return context_.endpoint.serve(std::move(request));
  } catch (const std::exception& failure) {
    // A bug: the connection goes on, the request does not.
    log::error(std::string("a request ended by an exception: ") + failure.what());
    HttpResponse response;
    response.status = 500;
    return response;
  }
}

Result<std::size_t> Connection::read_body(RequestParser& parser, std::span<char> into) {
  if (into.empty() || parser.is_done()) return std::size_t{0};
  const Limits& limits = context_.limits;
  auto now = std::chrono::steady_clock::now();
  if (body_bytes_ == 0) body_started_ = now;
  if (parser.expects_continue() && !has_sent_continue_) {
    has_sent_continue_ = true;
    if (buffer_.empty() && !send(kContinue)) return Error{"IncompleteBody", "The client closed the connection", 400};
  }
  while (!parser.is_done()) {
    std::string_view received = buffer_.view();
    bool is_direct = received.empty();
    if (is_direct) {
      auto least_rate = std::chrono::seconds(body_bytes_ / limits.body_bytes_per_second_least);
      auto left = std::chrono::duration_cast<std::chrono::milliseconds>(body_started_ + limits.body_grace + least_rate -
                                                                        std::chrono::steady_clock::now());
      context_.watch.expect(Watch::For::reading, std::min(limits.body_idle_timeout, left));
      std::size_t count = context_.stream.read_some(context_.fiber, into);
      context_.watch.nothing();
      if (count == 0) {
        is_last_ = true;
        return Error{"RequestTimeout",
                     "Your socket connection to the server was not read from or written to within the timeout period. "
                     "Idle connections will be closed.",
                     400};
      }
      received = std::string_view(into.data(), count);
    }
    auto piece = parser.read_body(received, into);
    if (!piece) {
      is_last_ = true;
      return piece.error();
    }
    if (is_direct) {
      buffer_.append(received.substr(piece->consumed));
    } else {
      buffer_.consume(piece->consumed);
    }
    body_bytes_ += piece->written;
    if (piece->written > 0) return piece->written;
    // Not even a chunk's head is whole yet.
    if (piece->consumed == 0 && !parser.is_done()) {
      if (buffer_.view().size() > limits.header_bytes) {
        is_last_ = true;
        return Error{"BadRequest", "A chunk's head is too long", 400};
      }
      context_.watch.expect(Watch::For::reading, limits.body_idle_timeout);
      bool has_more = receive();
      context_.watch.nothing();
      if (!has_more) {
        is_last_ = true;
        return Error{"IncompleteBody", "The request body ended before its last chunk", 400};
      }
    }
  }
  return std::size_t{0};
}

bool Connection::can_go_on(const RequestParser& parser) const {
  if (is_last_ || context_.is_stopping.load() || !parser.wants_keep_alive()) return false;
  if (parser.is_done()) return true;
  // The client still waits to be asked for the body, and now never will be.
  if (parser.expects_continue() && !has_sent_continue_) return false;
  return parser.remaining_bytes().value_or(0) <= context_.limits.drain_bytes;
}

bool Connection::drain(RequestParser& parser) {
  std::array<char, 8192> rubbish;
  std::uint64_t count = 0;
  while (!parser.is_done()) {
    auto got = read_body(parser, rubbish);
    if (!got) return false;
    count += *got;
    if (count > context_.limits.drain_bytes) return false;
  }
  return true;
}

bool Connection::send_response(HttpResponse response, RequestParser& parser, bool is_head_request) {
  bool has_no_body = is_head_request || response.status == 204 || response.status == 304 || response.status < 200;
  std::optional<std::uint64_t> streamed = response.stream ? response.stream->remaining_bytes() : 0;
  Framing framing;
  if (streamed) framing.content_length = response.body.size() + *streamed;
  if (is_head_request && response.headers.has("content-length")) {
    // Of the body that GET would bring.
    framing.content_length = std::strtoull(std::string(*response.headers.find("content-length")).c_str(), nullptr, 10);
  }
  if (response.status == 204 || response.status == 304 || response.status < 200) framing.content_length.reset();
  framing.is_chunked = !has_no_body && !framing.content_length && parser.is_version_1_1();
  framing.is_kept_alive = can_go_on(parser) && (has_no_body || framing.content_length || framing.is_chunked);
  std::string head = response_head(response, framing);
  if (has_no_body) return send(head) && framing.is_kept_alive && drain(parser);

  if (streamed && *streamed > 0 && head.size() + response.body.size() + *streamed <= kCoalescedBytes) {
    if (!join_stream(response, *streamed)) return false;
  }
  if (!response.stream && head.size() + response.body.size() <= kCoalescedBytes) {
    head += response.body;
    return send(head) && framing.is_kept_alive && drain(parser);
  }
  if (framing.is_chunked && !response.body.empty()) {
    response.stream = std::make_shared<PrefixedSource>(std::move(response.body), std::move(response.stream));
    response.body.clear();
  }
  if (!send(head) || !send(response.body)) return false;
  if (response.stream && !send_stream(*response.stream, framing, streamed)) return false;
  return framing.is_kept_alive && drain(parser);
}

/// A small object's head and bytes then leave in one write and one TLS record, and need no buffer for large pieces.
bool Connection::join_stream(HttpResponse& response, std::uint64_t streamed) {
  auto bytes = read_all(*response.stream, streamed);
  if (!bytes || bytes->size() < streamed) {
    // As in send_stream: the length is promised by whoever made the answer.
    log::warning("an answer's body broke off: " + (bytes ? "shorter than announced" : bytes.error().message));
    is_broken_ = true;
    context_.watch.break_off();
    return false;
  }
  response.body += *bytes;
  response.stream.reset();
  return true;
}

bool Connection::send_stream(ByteSource& stream, Framing framing, std::optional<std::uint64_t> still) {
  std::string piece;
  while (true) {
    // Room in front for a chunk's head and behind for its end, so that each chunk is one write.
    constexpr std::size_t kChunkHeadBytes = 10;
    piece.resize(kChunkHeadBytes + kPieceBytes);
    auto count = stream.read(std::span(piece).subspan(kChunkHeadBytes, kPieceBytes));
    if (!count || (still && *count > *still)) {
      // The head promised more: only a broken connection tells the peer.
      log::warning("an answer's body broke off: " + (count ? "longer than announced" : count.error().message));
      is_broken_ = true;
      context_.watch.break_off();
      return false;
    }
    if (still) *still -= *count;
    if (*count == 0) break;
    piece.resize(kChunkHeadBytes + *count);
    if (!framing.is_chunked) {
      if (!send(std::string_view(piece).substr(kChunkHeadBytes))) return false;
      continue;
    }
    char head[kChunkHeadBytes + 1];
    int size = std::snprintf(head, sizeof head, "%zx\r\n", *count);
    std::size_t start = kChunkHeadBytes - static_cast<std::size_t>(size);
    piece.replace(start, static_cast<std::size_t>(size), head, static_cast<std::size_t>(size));
    piece += "\r\n";
    if (!send(std::string_view(piece).substr(start))) return false;
  }
  if (still && *still > 0) {
    log::warning("an answer's body broke off: shorter than announced");
    is_broken_ = true;
    context_.watch.break_off();
    return false;
  }
  return !framing.is_chunked || send("0\r\n\r\n");
}

void Connection::refuse(const Error& why) {
  HttpResponse response;
  response.status = why.http_status;
  response.headers.add("Content-Type", "text/plain");
  response.body = why.message + "\n";
  Framing framing{.content_length = response.body.size(), .is_kept_alive = false};
  send(response_head(response, framing) + response.body);
}

/// Closing with bytes unread would reset the connection and could destroy the last answer on its way.
void Connection::linger() {
  if (is_broken_) return;
  context_.stream.finish_writing();
  if (context_.is_stopping.load()) return;
  context_.watch.expect(Watch::For::writing, context_.limits.linger_timeout);
  std::array<char, 8192> rubbish;
  std::uint64_t count = 0;
  while (count <= context_.limits.drain_bytes) {
    std::size_t got = context_.stream.read_some(context_.fiber, rubbish);
    if (got == 0) break;
    count += got;
  }
  context_.watch.nothing();
}

}  // namespace

void serve_connection(ConnectionContext context) { Connection(context).run(); }

}  // namespace stellwerk::http
