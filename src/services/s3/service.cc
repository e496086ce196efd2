#include "services/s3/service.h"

#include "services/s3/access.h"
#include "services/s3/buckets.h"
#include "services/s3/rules.h"

namespace stellwerk::s3 {

Result<ports::Access> S3::bucket_tags_access(const ports::Call& call, const std::string& name, std::string action) {
  BucketRecord bucket = TRY(find_bucket(call.transaction, name));
  ports::Access access = bucket_access(call, bucket, std::move(action));
  if (bucket.tags) {
    for (const TagRecord& tag : *bucket.tags) access.context["aws:ResourceTag/" + tag.key] = {tag.value};
  }
  return access;
}

Result<S3::Tags> S3::find_bucket_tags(store::Transaction& transaction, const std::string& name) {
  BucketRecord bucket = TRY(find_bucket(transaction, name));
  Tags tags;
  if (bucket.tags) {
    for (const TagRecord& tag : *bucket.tags) tags.emplace_back(tag.key, tag.value);
  }
  return tags;
}

Result<void> S3::set_bucket_tags(store::Transaction& transaction, const std::string& name, Tags tags) {
  std::vector<Tag> given;
  for (auto& [key, value] : tags) given.push_back({std::move(key), std::move(value)});
  std::vector<TagRecord> checked = TRY(checked_tags(given, TagOwner::bucket));
  return change_bucket(transaction, name, [&](BucketRecord& bucket) {
    bucket.tags.reset();
    if (!checked.empty()) bucket.tags = std::move(checked);
  });
}

}  // namespace stellwerk::s3
