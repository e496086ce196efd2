#include "services/s3/buckets.h"
#include "services/s3/listing.h"
#include "services/s3/listing_shapes.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<ListObjectVersionsResponse> list_object_versions(S3&, ports::Call& call,
                                                        const ListObjectVersionsRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  if (request.version_id_marker && !request.version_id_marker->empty() && request.key_marker.value_or("").empty()) {
    return ::stellwerk::Error{"InvalidArgument",
                              "A version-id marker cannot be specified without a key marker.",
                              400,
                              {{"ArgumentName", "version-id-marker"}}};
  }
  ListingQuery query{request.prefix.value_or(""), request.delimiter.value_or(""), request.key_marker.value_or(""),
                     TRY(page_limit(request.max_keys, "max-keys"))};
  std::optional<std::string> after_version;
  if (request.version_id_marker && !request.version_id_marker->empty()) after_version = request.version_id_marker;
  VersionPage page = list_versions(call.transaction, bucket, query, after_version);
  KeyEncoding encoded(request.encoding_type);
  ListObjectVersionsResponse response{.is_truncated = page.is_truncated, .name = bucket.name};
  response.key_marker = encoded(query.after);
  response.version_id_marker = request.version_id_marker.value_or("");
  if (page.is_truncated) {
    response.next_key_marker = encoded(page.last_key);
    if (!page.last_version.empty()) response.next_version_id_marker = page.last_version;
  }
  Owner owner = owner_of(bucket.account);
  response.versions.emplace();
  response.delete_markers.emplace();
  for (const VersionPage::Entry& entry : page.entries) {
    if (entry.record.is_delete_marker) {
      response.delete_markers->push_back(
          {owner, encoded(entry.key), entry.record.version_id, entry.is_latest, entry.record.last_modified});
    } else {
      response.versions->push_back(listed_version(entry, encoded, owner));
    }
  }
  response.prefix = encoded(query.prefix);
  if (!query.delimiter.empty()) response.delimiter = encoded(query.delimiter);
  response.max_keys = query.limit;
  response.common_prefixes = encoded(page.common_prefixes);
  response.encoding_type = request.encoding_type;
  return response;
}

}  // namespace stellwerk::s3
