#include "protocol/s3_dialect.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/digest.h"
#include "protocol/form.h"
#include "protocol/xml_writer.h"

namespace stellwerk::protocol {
namespace {

constexpr std::string_view kErrorNamespace = "http://awss3control.amazonaws.com/doc/2018-08-20/";

// All of S3's, listed or not. "uploadId" and "partNumber" are parameters of the multipart operations, but a request
// with them is never the plain one.
constexpr auto kSubResources = std::to_array<std::string_view>({"abac",
                                                                "accelerate",
                                                                "acl",
                                                                "analytics",
                                                                "annotation",
                                                                "append",
                                                                "attributes",
                                                                "cors",
                                                                "delete",
                                                                "encryption",
                                                                "intelligent-tiering",
                                                                "inventory",
                                                                "legal-hold",
                                                                "lifecycle",
                                                                "list-type",
                                                                "location",
                                                                "logging",
                                                                "metadataAnnotationTable",
                                                                "metadataConfiguration",
                                                                "metadataInventoryTable",
                                                                "metadataJournalTable",
                                                                "metadataTable",
                                                                "metrics",
                                                                "notification",
                                                                "object-lock",
                                                                "ownershipControls",
                                                                "partNumber",
                                                                "policy",
                                                                "policyStatus",
                                                                "publicAccessBlock",
                                                                "renameObject",
                                                                "replication",
                                                                "requestPayment",
                                                                "restore",
                                                                "retention",
                                                                "select",
                                                                "session",
                                                                "tagging",
                                                                "torrent",
                                                                "uploadId",
                                                                "uploads",
                                                                "versioning",
                                                                "versions",
                                                                "website"});

// Headers that turn a request into another operation.
constexpr auto kTellingHeaders = std::to_array<std::string_view>({"x-amz-copy-source", "x-amz-rename-source"});

struct Root {
  std::string_view operation;
  std::string_view element;
};

constexpr auto kAnswerRoots = std::to_array<Root>({
    {"CompleteMultipartUpload", "CompleteMultipartUploadResult"},
    {"CreateMultipartUpload", "InitiateMultipartUploadResult"},
    {"CreateSession", "CreateSessionResult"},
    {"DeleteObjects", "DeleteResult"},
    {"GetBucketAccelerateConfiguration", "AccelerateConfiguration"},
    {"GetBucketAcl", "AccessControlPolicy"},
    {"GetBucketCors", "CORSConfiguration"},
    {"GetBucketLifecycleConfiguration", "LifecycleConfiguration"},
    {"GetBucketLocation", "LocationConstraint"},
    {"GetBucketLogging", "BucketLoggingStatus"},
    {"GetBucketNotificationConfiguration", "NotificationConfiguration"},
    {"GetBucketRequestPayment", "RequestPaymentConfiguration"},
    {"GetBucketTagging", "Tagging"},
    {"GetBucketVersioning", "VersioningConfiguration"},
    {"GetBucketWebsite", "WebsiteConfiguration"},
    {"GetObjectAcl", "AccessControlPolicy"},
    {"GetObjectAttributes", "GetObjectAttributesResponse"},
    {"GetObjectTagging", "Tagging"},
    {"ListBucketAnalyticsConfigurations", "ListBucketAnalyticsConfigurationResult"},
    {"ListBucketInventoryConfigurations", "ListInventoryConfigurationsResult"},
    {"ListBucketMetricsConfigurations", "ListMetricsConfigurationsResult"},
    {"ListBuckets", "ListAllMyBucketsResult"},
    {"ListMultipartUploads", "ListMultipartUploadsResult"},
    {"ListObjectVersions", "ListVersionsResult"},
    {"ListObjects", "ListBucketResult"},
    {"ListObjectsV2", "ListBucketResult"},
    {"ListParts", "ListPartsResult"},
    {"ListTagsForResource", "ListTagsForResourceResult"},
});

bool is_sub_resource(std::string_view name) {
  return std::find(kSubResources.begin(), kSubResources.end(), name) != kSubResources.end();
}

bool has_constant_part(std::string_view http_query, std::string_view name) {
  while (!http_query.empty()) {
    const std::string_view part = http_query.substr(0, http_query.find('&'));
    http_query = part.size() == http_query.size() ? std::string_view() : http_query.substr(part.size() + 1);
    if (part.substr(0, part.find('=')) == name) return true;
  }
  return false;
}

bool has_member(const Operation& operation, Location location, std::string_view wire_name) {
  return std::any_of(operation.input->members.begin(), operation.input->members.end(), [&](const Member& member) {
    return member.location == location && equal_without_case(member.wire_name, wire_name);
  });
}

std::string_view place_of(const Member& member) {
  return member.location == Location::header ? "header" : "query parameter";
}

}  // namespace

bool speaks_s3(const ServiceModel& model) { return model.dialect == Dialect::s3; }

bool is_s3_family(const ServiceModel& model) { return model.dialect != Dialect::plain; }

bool claims_sub_resources(const Operation& operation, const std::vector<std::pair<std::string, std::string>>& query,
                          const Headers& headers) {
  for (const auto& [name, value] : query) {
    if (!is_sub_resource(name)) continue;
    if (!has_constant_part(operation.http_query, name) && !has_member(operation, Location::query_string, name))
      return false;
  }
  return std::all_of(kTellingHeaders.begin(), kTellingHeaders.end(), [&](std::string_view name) {
    return !headers.has(name) || has_member(operation, Location::header, name);
  });
}

std::string named_sub_resource(std::string_view query) {
  const auto fields = read_form(query);
  if (!fields) return "";
  for (const auto& [name, value] : *fields) {
    if (is_sub_resource(name)) return name;
  }
  return "";
}

std::string_view answer_root(const Operation& operation) {
  for (const Root& root : kAnswerRoots) {
    if (root.operation == operation.name) return root.element;
  }
  return operation.output->xml_name.empty() ? operation.output->name : operation.output->xml_name;
}

bool has_unwrapped_answer(const Operation& operation) { return operation.name == "GetBucketLocation"; }

Error invalid_argument(const Member& member, std::string_view value) {
  std::string message =
      "The value of the " + std::string(place_of(member)) + " " + std::string(member.wire_name) + " is not valid";
  if (member.shape->kind == ShapeKind::integer || member.shape->kind == ShapeKind::long_integer) {
    message = "Provided " + std::string(member.wire_name) + " not an integer or within integer range";
  }
  return Error{"InvalidArgument",
               std::move(message),
               400,
               {{"ArgumentName", std::string(member.wire_name)}, {"ArgumentValue", std::string(value)}}};
}

Error invalid_choice(const Member& member, std::string_view value) {
  const std::string_view shape = member.shape->name;
  if (shape == "StorageClass") {
    return Error{"InvalidStorageClass",
                 "The storage class you specified is not valid",
                 400,
                 {{"StorageClassRequested", std::string(value)}}};
  }
  if (shape == "BucketLocationConstraint") {
    return Error{"InvalidLocationConstraint",
                 "The specified location-constraint is not valid",
                 400,
                 {{"LocationConstraint", std::string(value)}}};
  }
  if (member.location == Location::header || member.location == Location::query_string)
    return invalid_argument(member, value);
  return Error{"MalformedXML",
               "The XML you provided was not well-formed or did not validate against our published schema", 400};
}

Result<void> check_headers(const Operation& operation, const Headers& headers) {
  constexpr std::string_view kEncryption = "x-amz-server-side-encryption";
  auto given = headers.find(kEncryption);
  if (!given || has_member(operation, Location::header, kEncryption)) return {};
  return Error{"InvalidArgument",
               std::string(kEncryption) + " header is not supported for this operation.",
               400,
               {{"ArgumentName", std::string(kEncryption)}, {"ArgumentValue", std::string(*given)}}};
}

Error missing_member(const Member& member) {
  if (member.is_payload) return Error{"MissingRequestBodyError", "Request Body is empty", 400};
  if (member.location == Location::header || member.location == Location::query_string) {
    return Error{
        "InvalidArgument",
        "The " + std::string(place_of(member)) + " " + std::string(member.wire_name) + " is required for this request",
        400,
        {{"ArgumentName", std::string(member.wire_name)}}};
  }
  return Error{"MalformedXML",
               "The XML you provided was not well-formed or did not validate against our published schema (" +
                   std::string(member.name) + " is missing)",
               400};
}

void add_s3_headers(HttpResponse& response, std::string_view request_id) {
  response.headers.set("x-amz-request-id", std::string(request_id));
  // Opaque to callers; support asks for both.
  response.headers.set("x-amz-id-2", to_base64(digest(DigestKind::sha256, request_id)));
}

HttpResponse encode_s3_error(const ServiceModel& model, const Error& error, std::string_view request_id,
                             bool has_body) {
  HttpResponse out;
  out.status = error.http_status;
  add_s3_headers(out, request_id);
  out.headers.add("Content-Type", "application/xml");
  if (!has_body) return out;
  std::string& xml = out.body;
  xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  const bool is_control = !speaks_s3(model);
  if (is_control) xml += "<ErrorResponse xmlns=\"" + std::string(kErrorNamespace) + "\">";
  xml += "<Error>";
  append_xml_element(xml, "Code", error.code);
  append_xml_element(xml, "Message", error.message);
  for (const auto& [name, value] : error.fields) append_xml_element(xml, name, value);
  if (!is_control) {
    append_xml_element(xml, "RequestId", request_id);
    append_xml_element(xml, "HostId", out.headers.find("x-amz-id-2").value_or(""));
  }
  xml += "</Error>";
  if (is_control) {
    append_xml_element(xml, "RequestId", request_id);
    append_xml_element(xml, "HostId", out.headers.find("x-amz-id-2").value_or(""));
    xml += "</ErrorResponse>";
  }
  return out;
}

}  // namespace stellwerk::protocol
