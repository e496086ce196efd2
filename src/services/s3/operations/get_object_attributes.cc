#include <algorithm>

#include "services/s3/buckets.h"
#include "services/s3/descriptions.h"
#include "services/s3/listing.h"
#include "services/s3/operations.h"

namespace stellwerk::s3 {
namespace {

// Parts are shown one by one only where each has a checksum of its own.
GetObjectAttributesParts shown_parts(store::Transaction& transaction, const BucketRecord& bucket,
                                     const ObjectRecord& object, std::int64_t after, std::int64_t limit) {
  GetObjectAttributesParts out{.total_parts_count = object.parts_count};
  if (object.checksum_type != kComposite) return out;
  out.part_number_marker = after;
  out.max_parts = limit;
  out.is_truncated = false;
  std::vector<ObjectPart>& shown = out.parts.emplace();
  for (const PartRecord& part : parts_of(transaction, bucket, object)) {
    if (part.number <= after) continue;
    if (static_cast<std::int64_t>(shown.size()) == limit) {
      out.is_truncated = true;
      break;
    }
    ObjectPart& item = shown.emplace_back();
    item.part_number = part.number;
    item.size = static_cast<std::int64_t>(part.size);
    set_checksum(item, object.checksum_algorithm, part.checksum);
    out.next_part_number_marker = part.number;
  }
  return out;
}

}  // namespace

Result<GetObjectAttributesResponse> get_object_attributes(S3&, ports::Call& call,
                                                          const GetObjectAttributesRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  StoredVersion version = TRY(readable_version(call.transaction, bucket, request.key, request.version_id));
  const ObjectRecord& object = version.record;
  auto wants = [&](std::string_view attribute) {
    return std::ranges::find(request.object_attributes, attribute) != request.object_attributes.end();
  };
  GetObjectAttributesResponse response{.last_modified = object.last_modified};
  response.version_id = shown_version_id(bucket, object);
  // Here, and only here, the ETag comes without quotes.
  if (wants("ETag")) response.e_tag = object.etag;
  if (wants("Checksum")) {
    // Here, and only here, a composite one comes without the number of parts.
    ObjectRecord shown = object;
    shown.checksum = shown.checksum.substr(0, shown.checksum.find('-'));
    show_checksum(response.checksum.emplace(), shown);
  }
  if (wants("ObjectSize")) response.object_size = static_cast<std::int64_t>(object.size);
  if (wants("StorageClass")) response.storage_class = object.storage_class;
  if (wants("ObjectParts") && object.parts_count > 0) {
    response.object_parts = shown_parts(call.transaction, bucket, object, request.part_number_marker.value_or(0),
                                        TRY(page_limit(request.max_parts, "max-parts")));
  }
  return response;
}

}  // namespace stellwerk::s3
