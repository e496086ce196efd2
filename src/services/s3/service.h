#pragma once
#include "dataplane/objects/blob_store.h"
#include "ports/bucket_tags.h"
#include "ports/principals.h"
#include "ports/site.h"

namespace stellwerk::s3 {

/// Buckets and objects. Bodies lie in the blob store, everything else in tables.
class S3 final : public ports::BucketTags {
 public:
  S3(objects::BlobStore& blobs, const ports::Site& site, ports::Principals& principals)
      : blobs(blobs), site(site), principals(principals) {}

  Result<ports::Access> bucket_tags_access(const ports::Call& call, const std::string& bucket,
                                           std::string action) override;
  Result<Tags> find_bucket_tags(store::Transaction& transaction, const std::string& bucket) override;
  Result<void> set_bucket_tags(store::Transaction& transaction, const std::string& bucket, Tags tags) override;

  objects::BlobStore& blobs;
  const ports::Site& site;
  ports::Principals& principals;
};

}  // namespace stellwerk::s3
