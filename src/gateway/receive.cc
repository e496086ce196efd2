#include "base/bytes.h"
#include "base/digest.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {

Result<Received> receive(Environment&, Exchange& exchange, Identified identified) {
  Received received{std::move(identified), {}, {}, {}};
  const protocol::ServiceModel& model = *received.identified.service->model;
  HttpRequest& request = received.identified.admitted.request;
  if (received.identified.dialect != auth::Dialect::s3) {
    if (request.body->remaining_bytes().value_or(0) > kBodyBytesLimit) {
      return Error{"RequestEntityTooLargeException",
                   "The request body is larger than the " + std::to_string(kBodyBytesLimit) + " bytes allowed here", 413};
    }
    received.body = TRY(read_all(*request.body, kBodyBytesLimit));
    // A hash of nothing is asked for so often that it is kept.
    received.body_sha256 = received.body.empty() ? std::string(auth::kEmptyPayloadHash)
                                                 : to_hex(digest(DigestKind::sha256, received.body));
  }
  // The operation is found on the path with the bucket in it; the signature was made over the other.
  std::optional<std::string>& path_style = received.identified.path_style_path;
  if (path_style) std::swap(request.path, *path_style);
  received.match = protocol::match_operation(model, request, received.body);
  exchange.path = request.path;
  exchange.operation = received.match ? std::string(received.match->operation->name)
                                      : protocol::requested_operation(model, request, received.body);
  if (path_style) std::swap(request.path, *path_style);
  return received;
}

}  // namespace stellwerk::gateway
