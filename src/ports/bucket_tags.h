#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ports/access.h"
#include "ports/call.h"

namespace stellwerk::ports {

/// A bucket's tags, which S3 and S3 Control both show. Kept by services/s3.
class BucketTags {
 public:
  using Tags = std::vector<std::pair<std::string, std::string>>;

  virtual ~BucketTags() = default;
  /// What a request on the bucket's tags has to be allowed, with all that S3 says of the bucket: its policy if it
  /// counts, its tags. Error NoSuchBucket.
  virtual Result<Access> bucket_tags_access(const Call& call, const std::string& bucket, std::string action) = 0;
  /// Error NoSuchBucket.
  virtual Result<Tags> find_bucket_tags(store::Transaction& transaction, const std::string& bucket) = 0;
  /// Replaces the whole set. Errors: NoSuchBucket, InvalidTag, BadRequest.
  virtual Result<void> set_bucket_tags(store::Transaction& transaction, const std::string& bucket, Tags tags) = 0;
};

}  // namespace stellwerk::ports
