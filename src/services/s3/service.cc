#include "services/s3/service.h"

#include "services/s3/buckets.h"
#include "services/s3/rules.h"

namespace stellwerk::s3 {

Result<ports::TaggedBucket> S3::find_bucket_tags(store::Transaction& transaction, const std::string& name) {
  BucketRecord bucket = TRY(find_bucket(transaction, name));
  ports::TaggedBucket out{bucket.account, bucket.region, {}, {}};
  if (!bucket.policy.empty()) out.policies.push_back(bucket.policy);
  if (bucket.tags) {
    for (const TagRecord& tag : *bucket.tags) out.tags.emplace_back(tag.key, tag.value);
  }
  return out;
}

Result<void> S3::set_bucket_tags(store::Transaction& transaction, const std::string& name,
                                 std::vector<std::pair<std::string, std::string>> tags) {
  std::vector<Tag> given;
  for (auto& [key, value] : tags) given.push_back({std::move(key), std::move(value)});
  std::vector<TagRecord> checked = TRY(checked_tags(given, TagOwner::bucket));
  return change_bucket(transaction, name, [&](BucketRecord& bucket) {
    bucket.tags.reset();
    if (!checked.empty()) bucket.tags = std::move(checked);
  });
}

}  // namespace stellwerk::s3
