#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "services/s3/records.h"
#include "services/s3/service.h"

/// Multipart uploads under way.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
namespace stellwerk::s3 {

/// Error NoSuchUpload (404).
Result<UploadRecord> find_upload(store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                                 const std::string& upload_id);
/// Replaces a part of the same number, with its body.
void save_part(S3& s3, store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
               const std::string& upload_id, const PartRecord& part);
/// In the order of their numbers.
std::vector<PartRecord> all_parts(store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                                  const std::string& upload_id);
/// Forgets upload and parts; the bodies stay.
void forget_upload(store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                   const std::string& upload_id);
void abort_upload(S3& s3, store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                  const std::string& upload_id);
/// Before a bucket goes.
void abort_all_uploads(S3& s3, store::Transaction& transaction, const BucketRecord& bucket);
/// Error InvalidArgument unless 1 … 10,000.
Result<void> check_part_number(std::int64_t number);

}  // namespace stellwerk::s3
