#pragma once
#include <string>

#include "base/result.h"
#include "ports/bucket_tags.h"

namespace stellwerk::s3control {

inline constexpr std::size_t kBucketNameLimit = 63;

/// The account's side of S3. It stores nothing: buckets and their tags are S3's.
class S3Control {
 public:
  explicit S3Control(ports::BucketTags& buckets) : buckets(buckets) {}

  ports::BucketTags& buckets;
};

/// The bucket that arn:aws:s3:::name means. Errors: InvalidRequest, NotImplemented for S3's other resources.
Result<std::string> bucket_of_arn(const std::string& arn);

}  // namespace stellwerk::s3control
