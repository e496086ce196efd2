#include "base/bytes.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {

Result<ListBucketsResponse> list_buckets(S3&, ports::Call& call, const ListBucketsRequest& request) {
  std::string after;
  if (request.continuation_token) {
    auto token = from_base64(*request.continuation_token);
    if (!token) return ::stellwerk::Error{"InvalidArgument", "The continuation token provided is incorrect", 400};
    after = std::move(*token);
  }
  std::string prefix = request.prefix.value_or("");
  auto limit = static_cast<std::size_t>(request.max_buckets.value_or(kBucketsPerAccountLimit));
  ListBucketsResponse response{.owner = owner_of(call.account), .prefix = request.prefix};
  std::vector<Bucket>& buckets = response.buckets.emplace();
  std::vector<std::string> from = {std::max(prefix, after)};
  kBucketsOfAccount.scan(
      call.transaction, call.global_scope(), {},
      [&](const std::vector<std::string>& parts, const BucketOfAccountRecord& record) {
        const std::string& name = parts.front();
        if (!name.starts_with(prefix)) return false;
        if (name == after || (request.bucket_region && record.region != *request.bucket_region)) return true;
        if (buckets.size() == limit) {
          if (!buckets.empty()) response.continuation_token = to_base64(*buckets.back().name);
          return false;
        }
        buckets.push_back({name, record.created, record.region, bucket_arn(name)});
        return true;
      },
      from);
  return response;
}

}  // namespace stellwerk::s3
