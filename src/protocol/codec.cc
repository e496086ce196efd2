#include "protocol/codec.h"

#include "protocol/cbor_codec.h"
#include "protocol/json_codec.h"
#include "protocol/query_codec.h"
#include "protocol/refusal.h"
#include "protocol/rest_binding.h"
#include "protocol/s3_dialect.h"
#include "protocol/validation.h"

namespace stellwerk::protocol {
namespace {

Result<void> read_request(const ServiceModel& model, const OperationMatch& match, const HttpRequest& http,
                          std::string_view body, void* request, MissingMembers& missing) {
  switch (model.protocol) {
    case Protocol::query:
    case Protocol::ec2: return read_query_request(model, *match.operation, http, body, request, missing);
    case Protocol::json: return read_json(*match.operation->input, body, request, Place{}, missing);
    case Protocol::rpc_v2_cbor: return read_cbor(*match.operation->input, body, request, Place{}, missing);
    case Protocol::rest_json:
    case Protocol::rest_xml: return read_rest_request(model, match, http, body, request, missing);
  }
  return {};
}

HttpResponse write_json_response(const ServiceModel& model, const Operation& operation, const void* response) {
  HttpResponse out;
  out.headers.add("Content-Type",
                  "application/x-amz-json-" + std::string(model.json_version.empty() ? "1.1" : model.json_version));
  write_json(*operation.output, response, out.body);
  return out;
}

HttpResponse write_cbor_response(const Operation& operation, const void* response) {
  HttpResponse out;
  out.headers.add("Smithy-Protocol", "rpc-v2-cbor");
  out.headers.add("Content-Type", "application/cbor");
  write_cbor(*operation.output, response, out.body);
  return out;
}

HttpResponse write_response(const ServiceModel& model, const Operation& operation, const void* response,
                            std::string_view request_id) {
  switch (model.protocol) {
    case Protocol::query:
    case Protocol::ec2: return write_query_response(model, operation, response, request_id);
    case Protocol::json: return write_json_response(model, operation, response);
    case Protocol::rpc_v2_cbor: return write_cbor_response(operation, response);
    default: return write_rest_response(model, operation, response);
  }
}

}  // namespace

Result<void> decode_request(const ServiceModel& model, const OperationMatch& match, const HttpRequest& http,
                            std::string_view body, void* request) {
  MissingMembers missing;
  TRY(read_request(model, match, http, body, request, missing));
  TRY(validate(model, *match.operation, request, missing));
  return check_refusals(model, *match.operation, request);
}

Result<void> check_request(const ServiceModel& model, const Operation& operation, const void* request) {
  TRY(validate(model, operation, request, MissingMembers{}));
  return check_refusals(model, operation, request);
}

HttpResponse encode_response(const ServiceModel& model, const Operation& operation, const void* response,
                             std::string_view request_id) {
  HttpResponse out = write_response(model, operation, response, request_id);
  if (is_s3_family(model)) {
    add_s3_headers(out, request_id);
  } else {
    out.headers.set("x-amzn-RequestId", std::string(request_id));
  }
  return out;
}

}  // namespace stellwerk::protocol
