#include "services/s3/uploads.h"

#include "services/s3/rules.h"

namespace stellwerk::s3 {

Result<UploadRecord> find_upload(store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                                 const std::string& upload_id) {
  auto upload = kUploads.get(transaction, bucket.scope(), {bucket.name, key, upload_id});
  if (upload) return std::move(*upload);
  return ::stellwerk::Error{"NoSuchUpload",
                            "The specified upload does not exist. The upload ID may be invalid, or the upload may have "
                            "been aborted or completed.",
                            404,
                            {{"UploadId", upload_id}}};
}

void save_part(S3& s3, store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
               const std::string& upload_id, const PartRecord& part) {
  std::string place = store::ordered(static_cast<std::uint64_t>(part.number));
  auto earlier = kParts.get(transaction, bucket.scope(), {bucket.name, key, upload_id, place});
  if (earlier && earlier->body != part.body) s3.blobs.erase(transaction, earlier->body);
  kParts.put(transaction, bucket.scope(), {bucket.name, key, upload_id, place}, part);
}

std::vector<PartRecord> all_parts(store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                                  const std::string& upload_id) {
  return kParts.all(transaction, bucket.scope(), {bucket.name, key, upload_id});
}

void forget_upload(store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                   const std::string& upload_id) {
  for (const PartRecord& part : all_parts(transaction, bucket, key, upload_id)) {
    kParts.erase(transaction, bucket.scope(),
                 {bucket.name, key, upload_id, store::ordered(static_cast<std::uint64_t>(part.number))});
  }
  kUploads.erase(transaction, bucket.scope(), {bucket.name, key, upload_id});
}

void abort_upload(S3& s3, store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                  const std::string& upload_id) {
  for (const PartRecord& part : all_parts(transaction, bucket, key, upload_id)) s3.blobs.erase(transaction, part.body);
  forget_upload(transaction, bucket, key, upload_id);
}

void abort_all_uploads(S3& s3, store::Transaction& transaction, const BucketRecord& bucket) {
  std::vector<std::pair<std::string, std::string>> found;
  kUploads.scan(transaction, bucket.scope(), {bucket.name},
                [&](const std::vector<std::string>& parts, const UploadRecord&) {
                  found.emplace_back(parts[1], parts[2]);
                  return true;
                });
  for (const auto& [key, upload_id] : found) abort_upload(s3, transaction, bucket, key, upload_id);
}

Result<void> check_part_number(std::int64_t number) {
  if (number >= 1 && number <= kPartNumberLimit) return {};
  return ::stellwerk::Error{"InvalidArgument",
                            "Part number must be an integer between 1 and 10000, inclusive",
                            400,
                            {{"ArgumentName", "partNumber"}, {"ArgumentValue", std::to_string(number)}}};
}

}  // namespace stellwerk::s3
