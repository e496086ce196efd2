#include "base/bytes.h"
#include "base/digest.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {

Result<Received> receive(Environment&, Exchange& exchange, Identified identified) {
  Received received{std::move(identified), {}, {}, {}};
  const protocol::ServiceModel& model = *received.identified.service->model;
  HttpRequest& request = received.identified.admitted.request;
  if (received.identified.dialect != auth::Dialect::s3) {
    const bool is_signed = auth::is_signed(request);
    // STS alone has operations for those who have no key; what else comes without one need not be read.
    if (!is_signed && model.name != "sts") return auth::missing_authentication(received.identified.dialect);
    received.body = TRY(read_whole_body(*received.identified.admitted.place, *request.body,
                                        is_signed ? kBodyBytesLimit : kUnsignedBodyBytesLimit));
    // A hash of nothing is asked for so often that it is kept.
    received.body_sha256 = received.body.empty() ? std::string(auth::kEmptyPayloadHash)
                                                 : to_hex(digest(DigestKind::sha256, received.body));
  }
  if (received.identified.dialect == auth::Dialect::s3) TRY(auth::add_headers_of_query(request));
  // The operation is found on the path with the bucket in it; the signature was made over the other.
  std::optional<std::string>& path_style = received.identified.path_style_path;
  if (path_style) std::swap(request.path, *path_style);
  if (received.identified.dialect == auth::Dialect::s3 && is_form_upload(request)) {
    exchange.form = TRY(open_form(request));
  }
  received.match = protocol::match_operation(model, request, received.body);
  exchange.path = request.path;
  exchange.operation = received.match ? std::string(received.match->operation->name)
                                      : protocol::requested_operation(model, request, received.body);
  if (path_style) std::swap(request.path, *path_style);
  return received;
}

}  // namespace stellwerk::gateway
