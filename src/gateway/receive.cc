#include <algorithm>

#include "base/bytes.h"
#include "base/digest.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {
namespace {

/// The operation is found on the path with the bucket in it; the signature was made over the other.
Result<void> match(Exchange& exchange, Received& received) {
  HttpRequest& request = received.identified.admitted.request;
  const bool is_s3 = received.identified.dialect == auth::Dialect::s3;
  if (is_s3) TRY(auth::add_headers_of_query(request));
  std::optional<std::string>& path_style = received.identified.path_style_path;
  if (path_style) std::swap(request.path, *path_style);
  if (is_s3 && is_form_upload(request)) exchange.form = TRY(open_form(request));
  received.match = protocol::match_operation(*exchange.model, request, received.body);
  exchange.path = request.path;
  exchange.operation = received.match ? std::string(received.match->operation->name)
                                      : protocol::requested_operation(*exchange.model, request, received.body);
  if (path_style) std::swap(request.path, *path_style);
  return {};
}

/// What a body may hold whose operation is not known before it is read: as much as the largest.
std::uint64_t limit_of_forms(const protocol::ServiceModel& model) {
  return std::ranges::max(model.operations, {}, &protocol::Operation::body_bytes_limit).body_bytes_limit;
}

}  // namespace

Result<Received> receive(Environment&, Exchange& exchange, Identified identified) {
  Received received{std::move(identified), {}, {}, {}};
  HttpRequest& request = received.identified.admitted.request;
  const bool is_in_body = protocol::names_operation_in_body(*exchange.model);
  if (!is_in_body) TRY(match(exchange, received));
  // S3's bodies are checked while they are read.
  if (received.identified.dialect == auth::Dialect::s3) return received;

  std::uint64_t limit = is_in_body       ? limit_of_forms(*exchange.model)
                        : received.match ? received.match->operation->body_bytes_limit
                                         : kUnlistedBodyBytesLimit;
  if (!auth::is_signed(request)) {
    // What comes without a signature and needs one is not read.
    const bool may_be_unsigned = is_in_body || (received.match && received.match->operation->is_unsigned);
    if (!may_be_unsigned) return auth::missing_authentication(received.identified.dialect);
    limit = std::min(limit, kUnsignedBodyBytesLimit);
  }
  received.body = TRY(read_whole_body(*received.identified.admitted.place, *request.body, limit));
  // A hash of nothing is asked for so often that it is kept.
  received.body_sha256 =
      received.body.empty() ? std::string(auth::kEmptyPayloadHash) : to_hex(digest(DigestKind::sha256, received.body));
  if (is_in_body) {
    Identified& found = received.identified;
    found.service = Dispatcher::with_version(found.candidates, received.body, found.service);
    exchange.model = &protocol::in_protocol_of(*found.service->model, request);
    TRY(match(exchange, received));
  }
  return received;
}

}  // namespace stellwerk::gateway
