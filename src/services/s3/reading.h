#pragma once
#include <optional>

#include "base/bytes.h"
#include "services/s3/bodies.h"
#include "services/s3/conditions.h"
#include "services/s3/descriptions.h"
#include "services/s3/header_text.h"

/// What GetObject and HeadObject have in common.
namespace stellwerk::s3 {

/// Part of an object that a request asks for.
struct Selection {
  ByteRange range;
  bool is_partial = false;
  std::optional<PartRecord> part;
};

/// Errors: InvalidRange, InvalidPartNumber (416), InvalidRequest (both range and part).
Result<Selection> select_part(store::Transaction& transaction, const BucketRecord& bucket, const ObjectRecord& object,
                              const std::optional<std::string>& range, const std::optional<std::int64_t>& part_number);

/// Errors: InvalidRequest (an anonymous caller asks for response headers of his own), InvalidArgument (a value that
/// no header can have).
template <class Request, class Response>
Result<void> override_headers(const ports::Call& call, const Request& request, Response& response) {
  bool has_override = request.response_cache_control || request.response_content_disposition ||
                      request.response_content_encoding || request.response_content_language ||
                      request.response_content_type || request.response_expires;
  if (!has_override) return {};
  if (call.caller.type == auth::PrincipalType::anonymous) {
    return ::stellwerk::Error{"InvalidRequest",
                              "Request specific response headers cannot be used for anonymous GET requests.", 400};
  }
  auto override_with = [](std::optional<std::string>& header, const std::optional<std::string>& value,
                          const char* name) -> Result<void> {
    if (value && !value->empty()) header = TRY(header_of_parameter(name, *value));
    return {};
  };
  TRY(override_with(response.cache_control, request.response_cache_control, "response-cache-control"));
  TRY(override_with(response.content_disposition, request.response_content_disposition,
                    "response-content-disposition"));
  TRY(override_with(response.content_encoding, request.response_content_encoding, "response-content-encoding"));
  TRY(override_with(response.content_language, request.response_content_language, "response-content-language"));
  TRY(override_with(response.content_type, request.response_content_type, "response-content-type"));
  if (request.response_expires) response.expires = to_http_date(*request.response_expires);
  return {};
}

/// Everything of the answer but the body.
template <class Request, class Response>
Result<Selection> answer_read(ports::Call& call, const BucketRecord& bucket, const ObjectRecord& object,
                              const Request& request, Response& response) {
  TRY(check_read({request.if_match, request.if_none_match, request.if_modified_since, request.if_unmodified_since},
                 object, call.now));
  Selection selection = TRY(select_part(call.transaction, bucket, object, request.range, request.part_number));
  describe_object(response, bucket, object);
  TRY(override_headers(call, request, response));
  response.content_length = static_cast<std::int64_t>(selection.range.length);
  if (selection.is_partial) response.content_range = content_range(selection.range, object.size);
  if (request.part_number && object.parts_count > 0) response.parts_count = object.parts_count;
  if (request.checksum_mode && to_lower(*request.checksum_mode) == "enabled") {
    // Parts have checksums of their own only where that of the whole was made from them.
    if (selection.part && object.checksum_type == kComposite) {
      set_checksum(response, object.checksum_algorithm, selection.part->checksum);
      response.checksum_type = object.checksum_type;
    } else if (selection.range.length == object.size) {
      show_checksum(response, object);
    }
  }
  return selection;
}

}  // namespace stellwerk::s3
