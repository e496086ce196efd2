#include "gateway/gateway.h"

#include "base/log.h"
#include "gateway/stages.h"
#include "store/damaged_read.h"

namespace stellwerk::gateway {
namespace {

Result<Performed> pass_through(Environment& environment, Exchange& exchange, HttpRequest request) {
  Admitted admitted = TRY(admit(environment, exchange, std::move(request)));
  Identified identified = TRY(identify(environment, exchange, std::move(admitted)));
  Received received = TRY(receive(environment, exchange, std::move(identified)));
  Authenticated authenticated = TRY(authenticate(environment, exchange, std::move(received)));
  Decoded decoded = TRY(decode(environment, exchange, std::move(authenticated)));
  return perform(environment, exchange, std::move(decoded));
}

Result<Performed> pass_through_stages(Environment& environment, Exchange& exchange, HttpRequest request) {
  try {
    return pass_through(environment, exchange, std::move(request));
  } catch (const store::DamagedRead&) {
    return store::DamagedRead::error();
  }
}

/// What encode needs of a request for whose service there is no model.
HttpRequest manner_of(const HttpRequest& request) {
  HttpRequest manner;
  manner.method = request.method;
  manner.path = request.path;
  for (std::string_view name : {"content-type", "x-amz-target"}) {
    if (auto value = request.headers.find(name)) manner.headers.add(std::string(name), std::string(*value));
  }
  return manner;
}

}  // namespace

HttpResponse Gateway::serve(HttpRequest request) {
  HttpEndpoint* beside = environment_.dispatcher.find_endpoint(request.path);
  // A bucket may bear the name of such a path; its requests are signed.
  if (beside && !auth::find_credential_scope(request)) return beside->serve(std::move(request));

  Exchange exchange;
  exchange.began = environment_.clock.now();
  HttpRequest manner = manner_of(request);
  auto performed = pass_through_stages(environment_, exchange, std::move(request));
  if (exchange.request_id.empty()) exchange.request_id = environment_.ids.uuid();
  if (!performed && performed.error().http_status == 500) {
    log::error(exchange.request_id + " " + exchange.operation + ": " + performed.error().code + ": " +
               performed.error().message);
  }
  HttpResponse response = performed ? encode(exchange, *performed) : encode(exchange, manner, performed.error());
  if (performed && exchange.form) answer_form(*exchange.form, environment_.site.api_endpoint(), response);
  account(environment_, exchange, response);
  return response;
}

}  // namespace stellwerk::gateway
