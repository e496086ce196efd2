#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "store/transaction.h"

namespace stellwerk::ports {

/// What S3 Control needs of a bucket to authorise and answer a request about its tags.
struct TaggedBucket {
  std::string account;
  std::string region;
  std::vector<std::string> policies;  // the bucket policy, if it counts
  std::vector<std::pair<std::string, std::string>> tags;
};

/// A bucket's tags, which S3 and S3 Control both show. Kept by services/s3.
class BucketTags {
 public:
  virtual ~BucketTags() = default;
  /// Error NoSuchBucket.
  virtual Result<TaggedBucket> find_bucket_tags(store::Transaction& transaction, const std::string& bucket) = 0;
  /// Replaces the whole set. Errors: NoSuchBucket, InvalidTag, BadRequest.
  virtual Result<void> set_bucket_tags(store::Transaction& transaction, const std::string& bucket,
                                       std::vector<std::pair<std::string, std::string>> tags) = 0;
};

}  // namespace stellwerk::ports
