#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/http_message.h"
#include "base/result.h"
#include "protocol/shape.h"

/// Where S3 departs from rest-xml. Kept together, so that the codecs themselves stay general.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/
namespace stellwerk::protocol {

/// S3 itself, whose bucket is in the path. Not S3 Control.
bool speaks_s3(const ServiceModel& model);
/// S3 and S3 Control: strict XML, their own error documents and timestamps.
bool is_s3_family(const ServiceModel& model);

/// Whether the operation knows every S3 sub-resource that the query names and every header that makes a request
/// another one: PUT /bucket?lifecycle must not become CreateBucket, nor a copy become PutObject.
bool claims_sub_resources(const Operation& operation, const std::vector<std::pair<std::string, std::string>>& query,
                          const Headers& headers);

/// The first sub-resource in a raw query string, or "".
std::string named_sub_resource(std::string_view query);

/// The root element of an answer whose body is the output structure: "ListBucketResult". For others the shape's name.
std::string_view answer_root(const Operation& operation);

/// GetBucketLocation's one member is the root's text, not an element within it.
bool has_unwrapped_answer(const Operation& operation);

/// How S3 refuses a value that a header or the query string has wrong.
Error invalid_argument(const Member& member, std::string_view value);

/// The error of a value outside the enumeration: InvalidStorageClass, MalformedXML, InvalidArgument ...
Error invalid_choice(const Member& member, std::string_view value);

/// Headers of another kind of request are refused: x-amz-server-side-encryption chooses how a write is encrypted,
/// so it has no place on a read.
Result<void> check_headers(const Operation& operation, const Headers& headers);

/// The error of a required member that is absent.
Error missing_member(const Member& member);

HttpResponse encode_s3_error(const ServiceModel& model, const Error& error, std::string_view request_id, bool has_body);

/// x-amz-request-id and x-amz-id-2.
void add_s3_headers(HttpResponse& response, std::string_view request_id);

}  // namespace stellwerk::protocol
