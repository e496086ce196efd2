#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "protocol/cbor_codec.h"
#include "protocol/codec.h"
#include "protocol/s3_dialect.h"
#include "protocol/xml_writer.h"

namespace stellwerk::protocol {
namespace {

std::string_view fault(const Error& error) { return error.http_status >= 500 ? "Receiver" : "Sender"; }

std::string json_content_type(const ServiceModel& model) {
  if (model.protocol == Protocol::rest_json) return "application/json";
  return "application/x-amz-json-" + std::string(model.json_version.empty() ? "1.1" : model.json_version);
}

/// What services call an error, and what it is called in the query protocol, if the model has another name for it
/// there.
std::string_view query_code(const ServiceModel& model, const Error& error) {
  auto shape = std::ranges::find(model.errors, std::string_view(error.code), &ErrorShape::name);
  return shape == model.errors.end() ? std::string_view(error.code) : shape->code;
}

HttpResponse cbor_error(const Error& error, std::string_view request_id, bool has_body) {
  HttpResponse out;
  out.status = error.http_status;
  out.headers.add("Smithy-Protocol", "rpc-v2-cbor");
  out.headers.add("Content-Type", "application/cbor");
  out.headers.add("x-amzn-RequestId", std::string(request_id));
  if (!has_body) return out;
  append_cbor_map(out.body, 2 + error.fields.size());
  for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"__type", error.code},
                                    std::pair<std::string_view, std::string_view>{"message", error.message}}) {
    append_cbor_text(out.body, name);
    append_cbor_text(out.body, value);
  }
  for (const auto& [name, value] : error.fields) {
    append_cbor_text(out.body, name);
    append_cbor_text(out.body, value);
  }
  return out;
}

HttpResponse json_error(const Error& error, std::string_view request_id, std::string content_type, bool has_body) {
  HttpResponse out;
  out.status = error.http_status;
  out.headers.add("Content-Type", std::move(content_type));
  out.headers.add("x-amzn-RequestId", std::string(request_id));
  out.headers.add("x-amzn-ErrorType", error.code);
  if (!has_body) return out;
  Json::Object body{{"__type", Json(error.code)}, {"message", Json(error.message)}};
  for (const auto& [name, value] : error.fields) body.emplace_back(name, Json(value));
  out.body = Json(std::move(body)).dump();
  return out;
}

/// query, and rest-xml other than S3's.
HttpResponse xml_error(std::string_view xml_namespace, std::string_view code, const Error& error,
                       std::string_view request_id, bool has_body) {
  HttpResponse out;
  out.status = error.http_status;
  out.headers.add("Content-Type", "text/xml");
  out.headers.add("x-amzn-RequestId", std::string(request_id));
  if (!has_body) return out;
  out.body = "<ErrorResponse";
  if (!xml_namespace.empty()) {
    out.body += " xmlns=\"";
    append_xml_text(out.body, xml_namespace);
    out.body += '"';
  }
  out.body += "><Error>";
  append_xml_element(out.body, "Type", fault(error));
  append_xml_element(out.body, "Code", code);
  append_xml_element(out.body, "Message", error.message);
  for (const auto& [name, value] : error.fields) append_xml_element(out.body, name, value);
  out.body += "</Error>";
  append_xml_element(out.body, "RequestId", request_id);
  out.body += "</ErrorResponse>";
  return out;
}

HttpResponse ec2_error(const Error& error, std::string_view request_id) {
  HttpResponse out;
  out.status = error.http_status;
  out.headers.add("Content-Type", "text/xml;charset=UTF-8");
  out.headers.add("x-amzn-RequestId", std::string(request_id));
  out.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error>";
  append_xml_element(out.body, "Code", error.code);
  append_xml_element(out.body, "Message", error.message);
  out.body += "</Error></Errors>";
  append_xml_element(out.body, "RequestID", request_id);
  out.body += "</Response>";
  return out;
}

HttpResponse encode_by_protocol(const ServiceModel& model, const Error& error, std::string_view request_id,
                                bool has_body) {
  switch (model.protocol) {
    case Protocol::json:
    case Protocol::rest_json: return json_error(error, request_id, json_content_type(model), has_body);
    case Protocol::rpc_v2_cbor: return cbor_error(error, request_id, has_body);
    case Protocol::query: return xml_error(model.xml_namespace, query_code(model, error), error, request_id, has_body);
    case Protocol::ec2: return ec2_error(error, request_id);
    case Protocol::rest_xml: break;
  }
  if (is_s3_family(model)) return encode_s3_error(model, error, request_id, has_body);
  return xml_error(model.xml_namespace, error.code, error, request_id, has_body);
}

/// For clients that knew the service when it spoke query and look for that code still.
bool says_query_code(const ServiceModel& model) {
  return model.is_query_compatible && (model.protocol == Protocol::json || model.protocol == Protocol::rpc_v2_cbor);
}

}  // namespace

HttpResponse encode_error(const ServiceModel& model, const Error& error, std::string_view request_id, bool has_body) {
  constexpr int kNotModified = 304;
  const bool is_bodiless = error.http_status == kNotModified;
  HttpResponse out = encode_by_protocol(model, error, request_id, has_body && !is_bodiless);
  if (is_bodiless) out.headers.remove("Content-Type");
  if (says_query_code(model)) {
    out.headers.set("x-amzn-query-error", std::string(query_code(model, error)) + ";" + std::string(fault(error)));
  }
  for (const auto& [name, value] : error.headers) out.headers.set(name, value);
  return out;
}

HttpResponse encode_error(const HttpRequest& request, const Error& error, std::string_view request_id) {
  const std::string content_type = to_lower(request.headers.find("Content-Type").value_or(""));
  const bool has_body = request.method != "HEAD";
  if (content_type.starts_with("application/x-amz-json-1.0"))
    return json_error(error, request_id, "application/x-amz-json-1.0", has_body);
  if (content_type.starts_with("application/x-amz-json"))
    return json_error(error, request_id, "application/x-amz-json-1.1", has_body);
  if (content_type.starts_with("application/json")) return json_error(error, request_id, "application/json", has_body);
  if (content_type.starts_with("application/cbor")) return cbor_error(error, request_id, has_body);
  return xml_error({}, error.code, error, request_id, has_body);
}

Error unknown_operation(const ServiceModel& model, std::string_view name) {
  const std::string shown = name.empty() ? "this request" : std::string(name);
  switch (model.protocol) {
    case Protocol::query:
    case Protocol::ec2:
      if (name.empty()) return Error{"MissingAction", "The request must contain the parameter Action.", 400};
      return Error{"InvalidAction",
                   "Could not find operation " + shown + " for version " + std::string(model.api_version), 400};
    case Protocol::json:
      return Error{"UnknownOperationException", "The operation " + shown + " is not available here.", 400};
    case Protocol::rpc_v2_cbor:
      return Error{"UnknownOperationException", "The operation " + shown + " is not available here.", 404};
    case Protocol::rest_json: return Error{"UnknownOperationException", "No operation answers " + shown + ".", 404};
    case Protocol::rest_xml: break;
  }
  if (is_s3_family(model)) {
    return Error{"NotImplemented",
                 "A parameter or header you provided implies functionality that is not implemented: " + shown, 501};
  }
  return Error{"UnknownOperationException", "No operation answers " + shown + ".", 404};
}

}  // namespace stellwerk::protocol
