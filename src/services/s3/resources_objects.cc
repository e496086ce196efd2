#include "services/s3/access.h"
#include "services/s3/objects.h"
#include "services/s3/operations.h"

namespace stellwerk::s3 {
namespace {

using Accesses = Result<std::vector<ports::Access>>;

// A read of what is not there is told apart from a forbidden one only to those who may list the bucket.
void add_read(ports::Call& call, const BucketRecord& bucket, const std::string& key,
              const std::optional<std::string>& version_id, const std::string& action,
              const std::string& version_action, std::vector<ports::Access>& out) {
  ports::Access access = object_access(call, bucket, key, version_id ? version_action : action);
  if (version_id) access.context["s3:VersionId"] = {*version_id};
  std::optional<ObjectRecord> found;
  if (!version_id) {
    found = replaceable_version(call.transaction, bucket, key);
  } else if (auto version = find_version(call.transaction, bucket, key, *version_id)) {
    found = std::move(version->record);
  }
  if (found) add_existing_tags(access, found->tags);
  out.push_back(std::move(access));
  if (found) return;
  ports::Access list = bucket_access(call, bucket, version_id ? "s3:ListBucketVersions" : "s3:ListBucket");
  list.context["s3:prefix"] = {key};
  out.push_back(std::move(list));
}

template <class Request>
Accesses on_read(ports::Call& call, const Request& request, const std::string& action,
                 const std::string& version_action) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  std::vector<ports::Access> out;
  add_read(call, bucket, request.key, request.version_id, action, version_action, out);
  return out;
}

// Whether an object comes into being, and on which condition: uploads and their parts do not make one until completed.
template <class Request>
void add_creation_keys(ports::Access& put, const Request& request) {
  constexpr bool has_conditions = requires { request.if_none_match; };
  put.context["s3:ObjectCreationOperation"] = {has_conditions ? "true" : "false"};
  if constexpr (has_conditions) {
    if (request.if_none_match) put.context["s3:if-none-match"] = {*request.if_none_match};
    if (request.if_match) put.context["s3:if-match"] = {*request.if_match};
  }
}

// Both forms in which policies name a source, however the header was written.
Result<void> add_copy_source_key(ports::Access& put, const std::string& header) {
  CopySource source = TRY(parse_copy_source(header));
  std::string name = source.bucket + "/" + source.key;
  put.context["s3:x-amz-copy-source"] = {name, "/" + name};
  return {};
}

// Puts, copies and new uploads: what the request says of the object to come.
template <class Request>
Result<void> add_write(ports::Call& call, const BucketRecord& bucket, const Request& request,
                       std::vector<ports::Access>& out) {
  ports::Access put = object_access(call, bucket, request.key, "s3:PutObject");
  add_acl_keys(put, request);
  if (request.website_redirect_location) {
    put.context["s3:x-amz-website-redirect-location"] = {*request.website_redirect_location};
  }
  if (request.sse_customer_algorithm) {
    put.context["s3:x-amz-server-side-encryption-customer-algorithm"] = {*request.sse_customer_algorithm};
  }
  if (request.server_side_encryption) {
    put.context["s3:x-amz-server-side-encryption"] = {*request.server_side_encryption};
  }
  if (request.ssekms_key_id) {
    put.context["s3:x-amz-server-side-encryption-aws-kms-key-id"] = {*request.ssekms_key_id};
  }
  if (request.storage_class) put.context["s3:x-amz-storage-class"] = {*request.storage_class};
  add_creation_keys(put, request);
  std::vector<TagRecord> tags;
  if (request.tagging) tags = TRY(parse_tagging_header(*request.tagging));
  add_request_tags(put, tags);
  out.push_back(put);
  if (request.tagging) {
    put.action = "s3:PutObjectTagging";
    out.push_back(put);
  }
  if (request.acl && *request.acl != "private") {
    put.action = "s3:PutObjectAcl";
    out.push_back(std::move(put));
  }
  return {};
}

template <class Request>
Accesses on_write(ports::Call& call, const Request& request) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  std::vector<ports::Access> out;
  TRY(add_write(call, bucket, request, out));
  return out;
}

template <class Request>
Accesses on_object(ports::Call& call, const Request& request, std::string action) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  return std::vector{object_access(call, bucket, request.key, std::move(action))};
}

template <class Request>
Result<void> add_copy_source(ports::Call& call, const Request& request, std::vector<ports::Access>& out) {
  CopySource source = TRY(parse_copy_source(request.copy_source));
  BucketRecord bucket = TRY(find_bucket(call.transaction, source.bucket));
  if (request.expected_source_bucket_owner) TRY(detail::check_owner(bucket, *request.expected_source_bucket_owner));
  add_read(call, bucket, source.key, source.version_id, "s3:GetObject", "s3:GetObjectVersion", out);
  return {};
}

// Whether the copy takes tags along, which are read and written with leave of their own.
Result<void> add_copied_tags(ports::Call& call, const CopyObjectRequest& request, std::vector<ports::Access>& out) {
  if (request.tagging_directive == "REPLACE") return {};
  CopySource source = TRY(parse_copy_source(request.copy_source));
  BucketRecord from = TRY(find_bucket(call.transaction, source.bucket));
  auto object = readable_version(call.transaction, from, source.key, source.version_id);
  if (!object || object->record.tags.empty()) return {};
  BucketRecord to = TRY(find_bucket(call.transaction, request.bucket));
  const std::vector<TagRecord>& tags = object->record.tags;
  out.push_back(
      object_access(call, from, source.key, source.version_id ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging"));
  add_existing_tags(out.back(), tags);
  if (source.version_id) out.back().context["s3:VersionId"] = {*source.version_id};
  out.push_back(object_access(call, to, request.key, "s3:PutObjectTagging"));
  add_request_tags(out.back(), tags);
  return {};
}

}  // namespace

Accesses accesses(S3&, ports::Call& call, const GetObjectRequest& request) {
  return on_read(call, request, "s3:GetObject", "s3:GetObjectVersion");
}

Accesses accesses(S3&, ports::Call& call, const HeadObjectRequest& request) {
  return on_read(call, request, "s3:GetObject", "s3:GetObjectVersion");
}

Accesses accesses(S3&, ports::Call& call, const GetObjectAttributesRequest& request) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  std::vector<ports::Access> out;
  add_read(call, bucket, request.key, request.version_id, "s3:GetObject", "s3:GetObjectVersion", out);
  ports::Access attributes = object_access(
      call, bucket, request.key, request.version_id ? "s3:GetObjectVersionAttributes" : "s3:GetObjectAttributes");
  // The keys of version and tags are those of the read.
  attributes.context = out.front().context;
  out.push_back(std::move(attributes));
  return out;
}

Accesses accesses(S3&, ports::Call& call, const GetObjectTaggingRequest& request) {
  return on_read(call, request, "s3:GetObjectTagging", "s3:GetObjectVersionTagging");
}

Accesses accesses(S3&, ports::Call& call, const PutObjectTaggingRequest& request) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  std::vector<ports::Access> out;
  add_read(call, bucket, request.key, request.version_id, "s3:PutObjectTagging", "s3:PutObjectVersionTagging", out);
  std::vector<TagRecord> tags;
  for (const Tag& tag : request.tagging.tag_set) tags.push_back({tag.key, tag.value});
  add_request_tags(out.front(), tags);
  return out;
}

Accesses accesses(S3&, ports::Call& call, const DeleteObjectTaggingRequest& request) {
  return on_read(call, request, "s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging");
}

Accesses accesses(S3&, ports::Call& call, const PutObjectRequest& request) { return on_write(call, request); }

Accesses accesses(S3&, ports::Call& call, const CreateMultipartUploadRequest& request) {
  return on_write(call, request);
}

Accesses accesses(S3&, ports::Call& call, const CopyObjectRequest& request) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  std::vector<ports::Access> out;
  TRY(add_copy_source(call, request, out));
  TRY(add_write(call, bucket, request, out));
  TRY(add_copied_tags(call, request, out));
  for (ports::Access& access : out) {
    if (access.action != "s3:PutObject") continue;
    TRY(add_copy_source_key(access, request.copy_source));
    if (request.metadata_directive) access.context["s3:x-amz-metadata-directive"] = {*request.metadata_directive};
  }
  return out;
}

Accesses accesses(S3&, ports::Call& call, const UploadPartRequest& request) {
  std::vector<ports::Access> out = TRY(on_object(call, request, "s3:PutObject"));
  add_creation_keys(out.front(), request);
  return out;
}

Accesses accesses(S3&, ports::Call& call, const UploadPartCopyRequest& request) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  std::vector<ports::Access> out;
  TRY(add_copy_source(call, request, out));
  out.push_back(object_access(call, bucket, request.key, "s3:PutObject"));
  add_creation_keys(out.back(), request);
  TRY(add_copy_source_key(out.back(), request.copy_source));
  return out;
}

Accesses accesses(S3&, ports::Call& call, const CompleteMultipartUploadRequest& request) {
  std::vector<ports::Access> out = TRY(on_object(call, request, "s3:PutObject"));
  add_creation_keys(out.front(), request);
  return out;
}

Accesses accesses(S3&, ports::Call& call, const AbortMultipartUploadRequest& request) {
  return on_object(call, request, "s3:AbortMultipartUpload");
}

Accesses accesses(S3&, ports::Call& call, const ListPartsRequest& request) {
  return on_object(call, request, "s3:ListMultipartUploadParts");
}

Accesses accesses(S3&, ports::Call& call, const DeleteObjectRequest& request) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  std::vector<ports::Access> out = {
      object_access(call, bucket, request.key, request.version_id ? "s3:DeleteObjectVersion" : "s3:DeleteObject")};
  if (request.version_id) out.front().context["s3:VersionId"] = {*request.version_id};
  if (request.if_match) out.front().context["s3:if-match"] = {*request.if_match};
  if (request.bypass_governance_retention.value_or(false)) {
    out.push_back(object_access(call, bucket, request.key, "s3:BypassGovernanceRetention"));
  }
  return out;
}

}  // namespace stellwerk::s3
