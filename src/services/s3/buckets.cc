#include "services/s3/buckets.h"

namespace stellwerk::s3 {

Result<BucketRecord> find_bucket(store::Transaction& transaction, const std::string& name) {
  auto bucket = kBuckets.get(transaction, kInstallation, {name});
  if (!bucket) return no_such_bucket(name);
  return std::move(*bucket);
}

void save_bucket(store::Transaction& transaction, const BucketRecord& bucket) {
  kBuckets.put(transaction, kInstallation, {bucket.name}, bucket);
}

::stellwerk::Error no_such_bucket(const std::string& name) {
  return {"NoSuchBucket", "The specified bucket does not exist", 404, {{"BucketName", name}}};
}

::stellwerk::Error no_such_configuration(std::string code, std::string message, const std::string& bucket) {
  return {std::move(code), std::move(message), 404, {{"BucketName", bucket}}};
}

}  // namespace stellwerk::s3
