#include "services/s3control/service.h"

#include "base/arn.h"

namespace stellwerk::s3control {

Result<std::string> bucket_of_arn(const std::string& text) {
  auto arn = parse_arn(text);
  if (!arn || arn->service != "s3")
    return Error{"InvalidRequest", "The resource ARN " + text + " is not one of S3", 400};
  bool is_bucket = arn->region.empty() && arn->account.empty() && arn->resource.size() <= kBucketNameLimit &&
                   arn->resource.find('/') == std::string::npos;
  if (is_bucket) return arn->resource;
  return Error{"NotImplemented", "Only general purpose buckets (arn:aws:s3:::name) have tags here", 501};
}

}  // namespace stellwerk::s3control
