#pragma once
#include <string_view>

#include "base/http_message.h"
#include "base/result.h"
#include "protocol/reading.h"
#include "protocol/shape.h"

/// The query protocol and its variant ec2: a form in, XML out.
/// Source: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
namespace stellwerk::protocol {

/// Reads the form body, or the query string if there is no body. Errors: MalformedQueryString, MalformedInput.
Result<void> read_query_request(const ServiceModel& model, const Operation& operation, const HttpRequest& http,
                                std::string_view body, void* request, MissingMembers& missing);

HttpResponse write_query_response(const ServiceModel& model, const Operation& operation, const void* response,
                                  std::string_view request_id);

}  // namespace stellwerk::protocol
