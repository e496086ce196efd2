#include "services/s3/buckets.h"
#include "services/s3/listing.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<ListMultipartUploadsResponse> list_multipart_uploads(S3&, ports::Call& call,
                                                            const ListMultipartUploadsRequest& request) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, request.bucket));
  ListingQuery query{request.prefix.value_or(""), request.delimiter.value_or(""), request.key_marker.value_or(""),
                     TRY(page_limit(request.max_uploads, "max-uploads"))};
  std::optional<std::string> after_upload;
  if (request.upload_id_marker && !request.upload_id_marker->empty()) after_upload = request.upload_id_marker;
  UploadPage page = list_uploads(call.transaction, bucket, query, after_upload);
  KeyEncoding encoded(request.encoding_type);
  ListMultipartUploadsResponse response{.bucket = bucket.name, .key_marker = encoded(query.after)};
  response.upload_id_marker = request.upload_id_marker.value_or("");
  if (page.is_truncated) {
    response.next_key_marker = encoded(page.last_key);
    response.next_upload_id_marker = page.last_upload;
  }
  response.prefix = encoded(query.prefix);
  if (!query.delimiter.empty()) response.delimiter = encoded(query.delimiter);
  response.max_uploads = query.limit;
  response.is_truncated = page.is_truncated;
  Owner owner = owner_of(bucket.account);
  std::vector<MultipartUpload>& uploads = response.uploads.emplace();
  for (const auto& [key, record] : page.uploads) {
    MultipartUpload& upload = uploads.emplace_back();
    upload.upload_id = record.upload_id;
    upload.key = encoded(key);
    upload.initiated = record.initiated;
    upload.storage_class = record.object.storage_class;
    upload.owner = owner;
    upload.initiator = Initiator{.id = record.initiator_arn};
    if (!record.is_checksum_explicit) continue;
    upload.checksum_algorithm = record.object.checksum_algorithm;
    upload.checksum_type = record.object.checksum_type;
  }
  response.common_prefixes = encoded(page.common_prefixes);
  response.encoding_type = request.encoding_type;
  return response;
}

}  // namespace stellwerk::s3
