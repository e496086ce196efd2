#include "gateway/stages.h"

namespace stellwerk::gateway {

HttpResponse encode(const Exchange& exchange, const Performed& performed) {
  return protocol::encode_response(*exchange.model, *performed.operation->operation, performed.response.get(),
                                   exchange.request_id);
}

HttpResponse encode(const Exchange& exchange, const HttpRequest& as_received, const Error& error) {
  if (!exchange.model) return protocol::encode_error(as_received, error, exchange.request_id);
  return protocol::encode_error(*exchange.model, error, exchange.request_id, exchange.has_response_body);
}

}  // namespace stellwerk::gateway
