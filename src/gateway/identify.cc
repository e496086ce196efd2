#include "gateway/host_address.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {
namespace {

auth::Dialect dialect_of(const protocol::ServiceModel& model) {
  if (model.dialect != protocol::Dialect::plain) return auth::Dialect::s3;
  switch (model.protocol) {
    case protocol::Protocol::query:
    case protocol::Protocol::ec2:
    case protocol::Protocol::rest_xml: return auth::Dialect::query;
    case protocol::Protocol::rest_json: return auth::Dialect::rest_json;
    case protocol::Protocol::json:
    case protocol::Protocol::rpc_v2_cbor: break;
  }
  return auth::Dialect::json;
}

Error unknown_service(const std::string& signing_name) {
  return Error{"UnknownService",
               "There is no service '" + signing_name + "' here. The credential scope of the signature names it.", 404};
}

}  // namespace

Result<Identified> identify(Environment& environment, Exchange& exchange, Admitted admitted) {
  const HttpRequest& request = admitted.request;
  auto scope = auth::find_credential_scope(request);
  Dispatcher::Candidates candidates =
      scope ? environment.dispatcher.signed_as(scope->service) : environment.dispatcher.unsigned_for(request);
  HostAddress address = read_host(request.headers.find("host").value_or(""), environment.site.domain, candidates);
  const ports::BoundService* service = Dispatcher::told_apart(candidates, request, address);
  if (!service) return unknown_service(scope ? scope->service : "");

  exchange.model = &protocol::in_protocol_of(*service->model, request);
  const auth::Dialect dialect = dialect_of(*exchange.model);
  // The id is part of every answer, and S3's look different.
  exchange.request_id =
      dialect == auth::Dialect::s3 ? environment.ids.from_alphabet(16, "0123456789ABCDEF") : environment.ids.uuid();
  std::string region = scope ? scope->region : !address.region.empty() ? address.region : std::string(kDefaultRegion);
  std::optional<std::string> path_style_path;
  if (!address.bucket.empty()) path_style_path = "/" + address.bucket + request.path;
  return Identified{std::move(admitted), service, candidates, dialect, std::move(region), std::move(path_style_path)};
}

}  // namespace stellwerk::gateway
