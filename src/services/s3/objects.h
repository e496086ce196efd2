#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ports/call.h"
#include "services/s3/records.h"
#include "services/s3/service.h"

/// The versions of a key. The newest lies in kObjects, the others in kNoncurrentVersions; a key has older
/// versions only while it has a newest one.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
namespace stellwerk::s3 {

/// A version and where it lies.
struct StoredVersion {
  ObjectRecord record;
  bool is_current = true;
};

/// The newest version, perhaps a delete marker.
std::optional<ObjectRecord> newest_version(store::Transaction& transaction, const BucketRecord& bucket,
                                           const std::string& key);
std::optional<StoredVersion> find_version(store::Transaction& transaction, const BucketRecord& bucket,
                                          const std::string& key, const std::string& version_id);

/// Error InvalidArgument for a text that cannot be a version id of the bucket: not one of ours, or any but "null"
/// where there never was versioning.
Result<void> check_version_id(const BucketRecord& bucket, const std::string& version_id);

/// What a read without or with a version id means. Errors: NoSuchKey, NoSuchVersion, InvalidArgument (no
/// version id at all), MethodNotAllowed (a delete marker's id); with the headers that tell of delete markers.
Result<StoredVersion> readable_version(store::Transaction& transaction, const BucketRecord& bucket,
                                       const std::string& key, const std::optional<std::string>& version_id);

/// The object that a write would replace: nothing for a delete marker.
std::optional<ObjectRecord> replaceable_version(store::Transaction& transaction, const BucketRecord& bucket,
                                                const std::string& key);

/// Makes `record` the newest version, by the bucket's versioning; sets its version id and sequence.
void add_version(S3& s3, ports::Call& call, const BucketRecord& bucket, const std::string& key, ObjectRecord& record);

/// Writes back a version found before, at its place.
void update_version(store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                    const StoredVersion& version);

/// Takes one version away for good, with its body.
void remove_version(S3& s3, store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                    const StoredVersion& version);

/// The blobs of a version's body, in order.
std::vector<PartRecord> parts_of(store::Transaction& transaction, const BucketRecord& bucket,
                                 const ObjectRecord& record);
std::vector<objects::BlobReference> blobs_of(store::Transaction& transaction, const BucketRecord& bucket,
                                             const ObjectRecord& record);

/// Of a version, for answers: nothing in a bucket that never had versioning.
std::optional<std::string> shown_version_id(const BucketRecord& bucket, const ObjectRecord& record);
/// Of a write's answer: the null version of a bucket with suspended versioning is not told either.
std::optional<std::string> written_version_id(const BucketRecord& bucket, const ObjectRecord& record);

}  // namespace stellwerk::s3
