#include "services/s3/objects.h"

#include <algorithm>

#include "base/id_source.h"
#include "services/s3/rules.h"

namespace stellwerk::s3 {
namespace {

std::string place(std::uint64_t sequence) { return store::ordered(~sequence); }

std::optional<ObjectRecord> noncurrent_version(store::Transaction& transaction, const BucketRecord& bucket,
                                               const std::string& key, std::uint64_t sequence) {
  return kNoncurrentVersions.get(transaction, bucket.scope(), {bucket.name, key, place(sequence)});
}

void forget_body(S3& s3, store::Transaction& transaction, const BucketRecord& bucket, const ObjectRecord& record) {
  for (const objects::BlobReference& blob : blobs_of(transaction, bucket, record)) s3.blobs.erase(transaction, blob);
  if (record.parts_count > 0) kPartLists.erase(transaction, bucket.scope(), {bucket.name, record.object_id});
}

void remove_noncurrent(S3& s3, store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                       std::uint64_t sequence) {
  auto old = noncurrent_version(transaction, bucket, key, sequence);
  if (!old) return;
  forget_body(s3, transaction, bucket, *old);
  kNoncurrentVersions.erase(transaction, bucket.scope(), {bucket.name, key, place(sequence)});
}

// Answers where the null version lies from now on.
std::optional<std::uint64_t> make_noncurrent(store::Transaction& transaction, const BucketRecord& bucket,
                                             const std::string& key, ObjectRecord version) {
  auto null_sequence = version.version_id == kNullVersion ? std::optional(version.sequence) : version.null_sequence;
  version.null_sequence.reset();
  kNoncurrentVersions.put(transaction, bucket.scope(), {bucket.name, key, place(version.sequence)}, version);
  return null_sequence;
}

::stellwerk::Error no_such_key(const std::string& key) {
  return {"NoSuchKey", "The specified key does not exist.", 404, {{"Key", key}}};
}

::stellwerk::Error no_such_version(const std::string& key, const std::string& version_id) {
  return {"NoSuchVersion", "The specified version does not exist.", 404, {{"Key", key}, {"VersionId", version_id}}};
}

}  // namespace

Result<void> check_version_id(const BucketRecord& bucket, const std::string& version_id) {
  if (version_id == kNullVersion) return {};
  if (!bucket.versioning.empty() && sequence_of_version(version_id)) return {};
  return ::stellwerk::Error{"InvalidArgument",
                            "Invalid version id specified",
                            400,
                            {{"ArgumentName", "versionId"}, {"ArgumentValue", version_id}}};
}

std::optional<ObjectRecord> newest_version(store::Transaction& transaction, const BucketRecord& bucket,
                                           const std::string& key) {
  return kObjects.get(transaction, bucket.scope(), {bucket.name, key});
}

std::optional<StoredVersion> find_version(store::Transaction& transaction, const BucketRecord& bucket,
                                          const std::string& key, const std::string& version_id) {
  auto newest = newest_version(transaction, bucket, key);
  if (!newest) return std::nullopt;
  if (newest->version_id == version_id) return StoredVersion{std::move(*newest), true};
  auto sequence = version_id == kNullVersion ? newest->null_sequence : sequence_of_version(version_id);
  if (!sequence) return std::nullopt;
  auto older = noncurrent_version(transaction, bucket, key, *sequence);
  if (!older || older->version_id != version_id) return std::nullopt;
  return StoredVersion{std::move(*older), false};
}

Result<StoredVersion> readable_version(store::Transaction& transaction, const BucketRecord& bucket,
                                       const std::string& key, const std::optional<std::string>& version_id) {
  if (!version_id) {
    auto newest = newest_version(transaction, bucket, key);
    if (!newest) return no_such_key(key);
    if (newest->is_delete_marker) {
      ::stellwerk::Error error = no_such_key(key);
      error.headers = {{"x-amz-delete-marker", "true"}, {"x-amz-version-id", newest->version_id}};
      return error;
    }
    return StoredVersion{std::move(*newest), true};
  }
  TRY(check_version_id(bucket, *version_id));
  auto found = find_version(transaction, bucket, key, *version_id);
  if (!found) return no_such_version(key, *version_id);
  if (found->record.is_delete_marker) {
    return ::stellwerk::Error{"MethodNotAllowed",
                              "The specified method is not allowed against this resource.",
                              405,
                              {{"Method", "GET"}, {"ResourceType", "DeleteMarker"}},
                              {{"x-amz-delete-marker", "true"},
                               {"x-amz-version-id", found->record.version_id},
                               {"Last-Modified", to_http_date(found->record.last_modified)},
                               {"Allow", "DELETE"}}};
  }
  return std::move(*found);
}

std::optional<ObjectRecord> replaceable_version(store::Transaction& transaction, const BucketRecord& bucket,
                                                const std::string& key) {
  auto newest = newest_version(transaction, bucket, key);
  if (!newest || newest->is_delete_marker) return std::nullopt;
  return newest;
}

void add_version(S3& s3, ports::Call& call, const BucketRecord& bucket, const std::string& key, ObjectRecord& record) {
  store::Transaction& transaction = call.transaction;
  auto newest = newest_version(transaction, bucket, key);
  record.sequence = static_cast<std::uint64_t>(call.now.milliseconds);
  if (newest) record.sequence = std::max(record.sequence, newest->sequence + 1);
  record.null_sequence.reset();
  if (bucket.versioning == "Enabled") {
    record.version_id = new_version_id(record.sequence, call.ids);
    if (newest) record.null_sequence = make_noncurrent(transaction, bucket, key, std::move(*newest));
  } else {
    record.version_id = kNullVersion;
    if (newest && newest->version_id == kNullVersion) {
      forget_body(s3, transaction, bucket, *newest);
    } else if (newest) {
      // Suspended: there is one null version at most.
      auto null_sequence = make_noncurrent(transaction, bucket, key, std::move(*newest));
      if (null_sequence) remove_noncurrent(s3, transaction, bucket, key, *null_sequence);
    }
  }
  kObjects.put(transaction, bucket.scope(), {bucket.name, key}, record);
}

void update_version(store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                    const StoredVersion& version) {
  if (version.is_current) {
    kObjects.put(transaction, bucket.scope(), {bucket.name, key}, version.record);
  } else {
    kNoncurrentVersions.put(transaction, bucket.scope(), {bucket.name, key, place(version.record.sequence)},
                            version.record);
  }
}

void remove_version(S3& s3, store::Transaction& transaction, const BucketRecord& bucket, const std::string& key,
                    const StoredVersion& version) {
  const ObjectRecord& record = version.record;
  forget_body(s3, transaction, bucket, record);
  if (!version.is_current) {
    kNoncurrentVersions.erase(transaction, bucket.scope(), {bucket.name, key, place(record.sequence)});
    if (record.version_id != kNullVersion) return;
    auto newest = newest_version(transaction, bucket, key);
    newest->null_sequence.reset();
    kObjects.put(transaction, bucket.scope(), {bucket.name, key}, *newest);
    return;
  }
  std::optional<ObjectRecord> next;
  if (!bucket.versioning.empty()) {
    kNoncurrentVersions.scan(transaction, bucket.scope(), {bucket.name, key},
                             [&](const std::vector<std::string>&, ObjectRecord older) {
                               next = std::move(older);
                               return false;
                             });
  }
  if (!next) {
    kObjects.erase(transaction, bucket.scope(), {bucket.name, key});
    return;
  }
  kNoncurrentVersions.erase(transaction, bucket.scope(), {bucket.name, key, place(next->sequence)});
  if (next->version_id != kNullVersion) next->null_sequence = record.null_sequence;
  kObjects.put(transaction, bucket.scope(), {bucket.name, key}, *next);
}

std::vector<PartRecord> parts_of(store::Transaction& transaction, const BucketRecord& bucket,
                                 const ObjectRecord& record) {
  if (record.parts_count == 0) return {};
  auto list = kPartLists.get(transaction, bucket.scope(), {bucket.name, record.object_id});
  STELLWERK_ASSERT(list);
  return std::move(list->parts);
}

std::vector<objects::BlobReference> blobs_of(store::Transaction& transaction, const BucketRecord& bucket,
                                             const ObjectRecord& record) {
  std::vector<objects::BlobReference> out;
  if (record.body) out.push_back(*record.body);
  for (const PartRecord& part : parts_of(transaction, bucket, record)) out.push_back(part.body);
  return out;
}

std::optional<std::string> shown_version_id(const BucketRecord& bucket, const ObjectRecord& record) {
  if (bucket.versioning.empty()) return std::nullopt;
  return record.version_id;
}

std::optional<std::string> written_version_id(const BucketRecord& bucket, const ObjectRecord& record) {
  if (bucket.versioning != "Enabled") return std::nullopt;
  return record.version_id;
}

}  // namespace stellwerk::s3
