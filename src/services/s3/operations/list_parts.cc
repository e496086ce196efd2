#include "services/s3/buckets.h"
#include "services/s3/descriptions.h"
#include "services/s3/listing.h"
#include "services/s3/operations.h"
#include "services/s3/uploads.h"

namespace stellwerk::s3 {

Result<ListPartsResponse> list_parts(S3&, ports::Call& call, const ListPartsRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  TRY(check_supported(request));
  UploadRecord upload = TRY(find_upload(call.transaction, bucket, request.key, request.upload_id));
  auto limit = static_cast<std::size_t>(TRY(page_limit(request.max_parts, "max-parts")));
  std::int64_t after = request.part_number_marker.value_or(0);
  ListPartsResponse response{.bucket = request.bucket, .key = request.key, .upload_id = request.upload_id};
  response.part_number_marker = after;
  response.max_parts = static_cast<std::int64_t>(limit);
  response.is_truncated = false;
  std::vector<Part>& parts = response.parts.emplace();
  kParts.scan(call.transaction, bucket.scope(), {bucket.name, request.key, request.upload_id},
              [&](const std::vector<std::string>&, const PartRecord& record) {
                if (parts.size() == limit) {
                  response.is_truncated = true;
                  return false;
                }
                Part& part = parts.emplace_back();
                part.part_number = record.number;
                part.last_modified = record.last_modified;
                part.e_tag = quoted_etag(record.etag);
                part.size = static_cast<std::int64_t>(record.size);
                if (upload.is_checksum_explicit) set_checksum(part, upload.object.checksum_algorithm, record.checksum);
                return true;
              },
              {bucket.name, request.key, request.upload_id,
               store::ordered(static_cast<std::uint64_t>(std::max<std::int64_t>(after, 0) + 1))});
  if (!parts.empty()) response.next_part_number_marker = parts.back().part_number;
  response.initiator = Initiator{.id = upload.initiator_arn};
  response.owner = owner_of(bucket.account);
  response.storage_class = upload.object.storage_class;
  if (upload.is_checksum_explicit) {
    response.checksum_algorithm = upload.object.checksum_algorithm;
    response.checksum_type = upload.object.checksum_type;
  }
  return response;
}

}  // namespace stellwerk::s3
