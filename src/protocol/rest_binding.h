#pragma once
#include <string_view>

#include "base/http_message.h"
#include "base/result.h"
#include "protocol/codec.h"
#include "protocol/reading.h"

/// rest-json and rest-xml: members bound to path labels, query string, headers, status and body.
/// Source: https://smithy.io/2.0/spec/http-bindings.html
namespace stellwerk::protocol {

Result<void> read_rest_request(const ServiceModel& model, const OperationMatch& match, const HttpRequest& http,
                               std::string_view body, void* request, MissingMembers& missing);

HttpResponse write_rest_response(const ServiceModel& model, const Operation& operation, const void* response);

}  // namespace stellwerk::protocol
