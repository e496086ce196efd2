#pragma once
#include <optional>
#include <string>

#include "base/id_source.h"
#include "base/result.h"
#include "services/s3/checksums.h"
#include "services/s3/encryption.h"
#include "services/s3/header_text.h"
#include "services/s3/objects.h"
#include "services/s3/records.h"
#include "services/s3/rules.h"

/// Between the members that many requests and answers share and the records.
namespace stellwerk::s3 {

namespace detail {
::stellwerk::Error acl_not_supported();
std::optional<std::string> without_aws_chunked(const std::optional<std::string>& content_encoding);
}  // namespace detail

/// Refuses what this service does not do, so that nothing is ignored in silence. Errors:
/// AccessControlListNotSupported, NotImplemented, InvalidRequest.
template <class Request>
Result<void> check_supported(const Request& request) {
  if constexpr (requires { request.acl; }) {
    if (request.acl && *request.acl != "private" && *request.acl != "bucket-owner-full-control") {
      return detail::acl_not_supported();
    }
  }
  if constexpr (requires { request.grant_read; }) {
    if (request.grant_full_control || request.grant_read || request.grant_read_acp || request.grant_write_acp) {
      return detail::acl_not_supported();
    }
  }
  if constexpr (requires { request.sse_customer_algorithm; }) {
    if (request.sse_customer_algorithm || request.sse_customer_key || request.sse_customer_key_md5) {
      return not_implemented("Server-side encryption with customer-provided keys (SSE-C)");
    }
  }
  if constexpr (requires { request.copy_source_sse_customer_algorithm; }) {
    if (request.copy_source_sse_customer_algorithm || request.copy_source_sse_customer_key) {
      return not_implemented("Server-side encryption with customer-provided keys (SSE-C)");
    }
  }
  if constexpr (requires { request.object_lock_mode; }) {
    if (request.object_lock_mode || request.object_lock_retain_until_date || request.object_lock_legal_hold_status) {
      return ::stellwerk::Error{"InvalidRequest", "Bucket is missing Object Lock Configuration", 400};
    }
  }
  if constexpr (requires { request.write_offset_bytes; }) {
    if (request.write_offset_bytes) return not_implemented("Appending to an object (x-amz-write-offset-bytes)");
  }
  return {};
}

/// The object's own headers and tags from a request that makes one. Errors: MetadataTooLarge,
/// InvalidStorageClass, InvalidTag and others.
template <class Request>
Result<ObjectRecord> described_object(ports::Call& call, const Request& request) {
  ObjectRecord object;
  object.object_id = call.ids.hex(32);
  object.last_modified = call.now;
  object.content_type = request.content_type.value_or("");
  if (object.content_type.empty()) object.content_type = "binary/octet-stream";
  object.cache_control = request.cache_control;
  object.content_disposition = request.content_disposition;
  object.content_encoding = detail::without_aws_chunked(request.content_encoding);
  object.content_language = request.content_language;
  object.expires = request.expires;
  object.website_redirect_location = request.website_redirect_location;
  if (request.metadata) object.metadata = metadata_of_headers(*request.metadata);
  TRY(check_metadata(object.metadata));
  object.storage_class = TRY(checked_storage_class(request.storage_class));
  if (request.tagging) object.tags = TRY(parse_tagging_header(*request.tagging));
  return object;
}

/// The members that GetObject and HeadObject share.
template <class Response>
void describe_object(Response& response, const BucketRecord& bucket, const ObjectRecord& object) {
  response.accept_ranges = "bytes";
  response.last_modified = object.last_modified;
  response.e_tag = quoted_etag(object.etag);
  response.version_id = shown_version_id(bucket, object);
  response.content_type = object.content_type;
  response.cache_control = object.cache_control;
  response.content_disposition = object.content_disposition;
  response.content_encoding = object.content_encoding;
  response.content_language = object.content_language;
  response.expires = object.expires;
  response.website_redirect_location = object.website_redirect_location;
  if (!object.metadata.empty()) response.metadata = headers_of_metadata(object.metadata);
  if (object.storage_class != "STANDARD") response.storage_class = object.storage_class;
  if (!object.tags.empty()) response.tag_count = static_cast<std::int64_t>(object.tags.size());
  show_encryption(response, object.encryption);
}

template <class Response>
void show_checksum(Response& response, const ObjectRecord& object) {
  if (object.checksum.empty()) return;
  set_checksum(response, object.checksum_algorithm, object.checksum);
  if constexpr (requires { response.checksum_type; }) response.checksum_type = object.checksum_type;
}

}  // namespace stellwerk::s3
