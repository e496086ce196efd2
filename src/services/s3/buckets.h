#pragma once
#include <string>

#include "base/result.h"
#include "services/s3/records.h"

namespace stellwerk::s3 {

/// Error NoSuchBucket (404).
Result<BucketRecord> find_bucket(store::Transaction& transaction, const std::string& name);
void save_bucket(store::Transaction& transaction, const BucketRecord& bucket);

::stellwerk::Error no_such_bucket(const std::string& name);
/// The 404 of a configuration that a bucket lacks: "NoSuchBucketPolicy" and so on.
::stellwerk::Error no_such_configuration(std::string code, std::string message, const std::string& bucket);

/// Reads the bucket, lets `change` alter it, writes it back.
template <class Change>
Result<void> change_bucket(store::Transaction& transaction, const std::string& name, Change&& change) {
  BucketRecord bucket = TRY(find_bucket(transaction, name));
  change(bucket);
  save_bucket(transaction, bucket);
  return {};
}

}  // namespace stellwerk::s3
