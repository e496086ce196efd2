#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/http_message.h"
#include "base/result.h"
#include "protocol/shape.h"

/// HTTP requests to typed requests, typed responses and errors to HTTP responses, for every protocol of
/// protocol/shape.h. Nothing here knows a service: the shape tables say all.
namespace stellwerk::protocol {

/// An operation and what its path template caught: label → decoded text ("Bucket" → "logs", "Key" → "a/b").
struct OperationMatch {
  const Operation* operation = nullptr;
  std::map<std::string, std::string> path_labels = {};
};

/// Which listed operation a request means. query and ec2: Action (and Version, if given) in the form body or
/// the query string; json: X-Amz-Target; rest: method, path, and constant query parts, most specific first.
/// S3's bucket is always in the path here. `form_body` may be empty for protocols that do not look at it.
std::optional<OperationMatch> match_operation(const ServiceModel& model, const HttpRequest& request,
                                              std::string_view form_body);

/// What the request called itself, listed or not: "CreateVpc", "PUT /logs?lifecycle". For unknown_operation.
std::string requested_operation(const ServiceModel& model, const HttpRequest& request, std::string_view form_body);

/// The operation of that name, or a null pointer.
const Operation* find_operation(const ServiceModel& model, std::string_view name);

/// Fills `request` (made by match.operation->make_request) and checks it against the model in AWS's words.
/// `body` is the whole body unless the operation has a streaming input, which gets `http.body` instead.
/// Errors: SerializationException, MalformedXML, the service's own for what breaks the model's limits
/// (ValidationException, ValidationError, InvalidArgument) and for what is not built here.
Result<void> decode_request(const ServiceModel& model, const OperationMatch& match, const HttpRequest& http,
                            std::string_view body, void* request);

/// The checks alone: for requests that were made inside the server.
Result<void> check_request(const ServiceModel& model, const Operation& operation, const void* request);

HttpResponse encode_response(const ServiceModel& model, const Operation& operation, const void* response,
                             std::string_view request_id);

/// `has_body` is false for HEAD requests.
HttpResponse encode_error(const ServiceModel& model, const Error& error, std::string_view request_id,
                          bool has_body = true);

/// When no service could be told: XML, or JSON if the request spoke it.
HttpResponse encode_error(const HttpRequest& request, const Error& error, std::string_view request_id);

/// What the protocol says to an operation that is not listed; never a 5xx that clients retry, save S3's 501.
Error unknown_operation(const ServiceModel& model, std::string_view name);

/// Whether match_operation must see the body first: the form in it names the operation. Without the body it then
/// takes what the query string says.
inline bool names_operation_in_body(const ServiceModel& model) {
  return model.protocol == Protocol::query || model.protocol == Protocol::ec2;
}

/// The service as it speaks to this request: one model for each of its protocols.
/// Source: https://smithy.io/2.0/guides/wire-protocol-selection.html
const ServiceModel& in_protocol_of(const ServiceModel& model, const HttpRequest& request);

}  // namespace stellwerk::protocol
