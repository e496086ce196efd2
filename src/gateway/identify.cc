#include "base/bytes.h"
#include "gateway/s3_address.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {
namespace {

constexpr std::string_view kS3ControlPath = "/v20180820/";

auth::Dialect dialect_of(const protocol::ServiceModel& model) {
  switch (model.protocol) {
    case protocol::Protocol::rest_xml: return auth::Dialect::s3;
    case protocol::Protocol::query:
    case protocol::Protocol::ec2: return auth::Dialect::query;
    case protocol::Protocol::json:
    case protocol::Protocol::rest_json: return auth::Dialect::json;
  }
  return auth::Dialect::json;
}

bool is_form(const HttpRequest& request) {
  auto type = request.headers.find("content-type");
  return type && to_lower(*type).starts_with("application/x-www-form-urlencoded");
}

/// A request without a signature: few operations take one, yet each is to be refused in its own words.
const ports::BoundService* service_of_unsigned(const Dispatcher& dispatcher, const HttpRequest& request) {
  if (auto target = request.headers.find("x-amz-target")) return dispatcher.find_by_target(*target);
  // STS is the one query service with operations for those who have no key yet.
  bool names_action = request.query.starts_with("Action=") || request.query.find("&Action=") != std::string::npos;
  if (request.path == "/" && (names_action || (request.method == "POST" && is_form(request)))) {
    return dispatcher.find("sts");
  }
  return dispatcher.find("s3");
}

const ports::BoundService* service_of_signed(const Dispatcher& dispatcher, const HttpRequest& request,
                                             const std::string& signing_name) {
  // Some services answer under another's name: the target is more exact.
  if (auto target = request.headers.find("x-amz-target")) {
    const ports::BoundService* named = dispatcher.find_by_target(*target);
    if (named && named->model->signing_name == signing_name) return named;
  }
  return dispatcher.find_by_signing_name(signing_name);
}

Error unknown_service(const std::string& signing_name) {
  return Error{"UnknownService",
               "There is no service '" + signing_name + "' here. The credential scope of the signature names it.", 404};
}

}  // namespace

Result<Identified> identify(Environment& environment, Exchange& exchange, Admitted admitted) {
  const HttpRequest& request = admitted.request;
  const Dispatcher& dispatcher = environment.dispatcher;
  auto scope = auth::find_credential_scope(request);
  const ports::BoundService* service =
      scope ? service_of_signed(dispatcher, request, scope->service) : service_of_unsigned(dispatcher, request);
  if (!service) return unknown_service(scope ? scope->service : "");

  S3Address address;
  if (service->model->signing_name == "s3") {
    address = read_s3_host(request.headers.find("host").value_or(""), environment.site.domain);
    bool is_control = address.is_control || request.path.starts_with(kS3ControlPath);
    const ports::BoundService* meant = dispatcher.find(is_control ? "s3control" : "s3");
    if (!meant) return unknown_service(is_control ? "s3-control" : "s3");
    service = meant;
  }
  exchange.model = service->model;
  // The id is part of every answer, and S3's look different.
  exchange.request_id = service->model->signing_name == "s3" ? environment.ids.from_alphabet(16, "0123456789ABCDEF")
                                                             : environment.ids.uuid();
  std::string region = scope ? scope->region : !address.region.empty() ? address.region : std::string(kDefaultRegion);
  std::optional<std::string> path_style_path;
  if (!address.bucket.empty()) path_style_path = "/" + address.bucket + request.path;
  return Identified{std::move(admitted), service, dialect_of(*service->model), std::move(region),
                    std::move(path_style_path)};
}

}  // namespace stellwerk::gateway
