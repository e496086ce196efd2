#include "services/s3/access.h"
#include "services/s3/operations.h"
#include "services/s3/service.h"

// Requests on buckets; those on objects are in resources_objects.cc.
namespace stellwerk::s3 {
namespace {

using Accesses = Result<std::vector<ports::Access>>;

template <class Request>
Accesses on_bucket(ports::Call& call, const Request& request, std::string action) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  return std::vector{bucket_access(call, bucket, std::move(action))};
}

// The root user of the owner's account can always see and change the policy, or a bad one would last for ever.
template <class Request>
Accesses on_policy(ports::Call& call, const Request& request, std::string action) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  ports::Access access = bucket_access(call, bucket, std::move(action));
  if (call.caller.type == auth::PrincipalType::root && call.caller.account == bucket.account) {
    access.resource_policies.clear();
  }
  return std::vector{std::move(access)};
}

template <class Request>
Accesses on_listing(ports::Call& call, const Request& request, std::string action, std::optional<std::int64_t> limit) {
  BucketRecord bucket = TRY(addressed_bucket(call, request));
  ports::Access access = bucket_access(call, bucket, std::move(action));
  access.context["s3:prefix"] = {request.prefix.value_or("")};
  if (request.delimiter) access.context["s3:delimiter"] = {*request.delimiter};
  if (limit) access.context["s3:max-keys"] = {std::to_string(*limit)};
  return std::vector{std::move(access)};
}

}  // namespace

Accesses accesses(S3&, ports::Call& call, const ListBucketsRequest&) {
  return std::vector{access_to(call, "s3:ListAllMyBuckets", "*", call.account)};
}

Accesses accesses(S3&, ports::Call& call, const CreateBucketRequest& request) {
  std::string arn = bucket_arn(request.bucket);
  ports::Access create = access_to(call, "s3:CreateBucket", arn, call.account);
  add_acl_keys(create, request);
  if (request.bucket_namespace) create.context["s3:x-amz-bucket-namespace"] = {*request.bucket_namespace};
  if (request.object_ownership) create.context["s3:x-amz-object-ownership"] = {*request.object_ownership};
  std::vector<ports::Access> out;
  const auto& configuration = request.create_bucket_configuration;
  if (configuration && configuration->location_constraint) {
    create.context["s3:locationconstraint"] = {*configuration->location_constraint};
  }
  bool has_tags = configuration && configuration->tags && !configuration->tags->empty();
  if (has_tags) {
    for (const Tag& tag : *configuration->tags) {
      create.context["aws:RequestTag/" + tag.key] = {tag.value};
      create.context["aws:TagKeys"].push_back(tag.key);
    }
  }
  out.push_back(create);
  if (has_tags) {
    out.push_back(std::move(create));
    out.back().action = "s3:TagResource";
  }
  if (request.object_ownership) out.push_back(access_to(call, "s3:PutBucketOwnershipControls", arn, call.account));
  return out;
}

#define ON_BUCKET(OPERATION, ACTION)                                             \
  Accesses accesses(S3&, ports::Call& call, const OPERATION##Request& request) { \
    return on_bucket(call, request, "s3:" ACTION);                               \
  }

ON_BUCKET(DeleteBucket, "DeleteBucket")
ON_BUCKET(HeadBucket, "ListBucket")
ON_BUCKET(GetBucketAccelerateConfiguration, "GetAccelerateConfiguration")
ON_BUCKET(GetBucketAcl, "GetBucketAcl")
ON_BUCKET(GetBucketCors, "GetBucketCORS")
ON_BUCKET(DeleteBucketCors, "PutBucketCORS")
ON_BUCKET(GetBucketEncryption, "GetEncryptionConfiguration")
ON_BUCKET(PutBucketEncryption, "PutEncryptionConfiguration")
ON_BUCKET(DeleteBucketEncryption, "PutEncryptionConfiguration")
ON_BUCKET(GetBucketLifecycleConfiguration, "GetLifecycleConfiguration")
ON_BUCKET(DeleteBucketLifecycle, "PutLifecycleConfiguration")
ON_BUCKET(GetBucketLocation, "GetBucketLocation")
ON_BUCKET(GetBucketLogging, "GetBucketLogging")
ON_BUCKET(GetBucketNotificationConfiguration, "GetBucketNotification")
ON_BUCKET(GetBucketOwnershipControls, "GetBucketOwnershipControls")
ON_BUCKET(PutBucketOwnershipControls, "PutBucketOwnershipControls")
ON_BUCKET(DeleteBucketOwnershipControls, "PutBucketOwnershipControls")
ON_BUCKET(GetBucketPolicyStatus, "GetBucketPolicyStatus")
ON_BUCKET(GetBucketReplication, "GetReplicationConfiguration")
ON_BUCKET(DeleteBucketReplication, "PutReplicationConfiguration")
ON_BUCKET(GetBucketRequestPayment, "GetBucketRequestPayment")
ON_BUCKET(GetBucketTagging, "GetBucketTagging")
ON_BUCKET(PutBucketTagging, "PutBucketTagging")
ON_BUCKET(DeleteBucketTagging, "PutBucketTagging")
ON_BUCKET(GetBucketVersioning, "GetBucketVersioning")
ON_BUCKET(PutBucketVersioning, "PutBucketVersioning")
ON_BUCKET(GetBucketWebsite, "GetBucketWebsite")
ON_BUCKET(PutBucketWebsite, "PutBucketWebsite")
ON_BUCKET(DeleteBucketWebsite, "DeleteBucketWebsite")
ON_BUCKET(GetObjectLockConfiguration, "GetBucketObjectLockConfiguration")
ON_BUCKET(GetPublicAccessBlock, "GetBucketPublicAccessBlock")
ON_BUCKET(PutPublicAccessBlock, "PutBucketPublicAccessBlock")
ON_BUCKET(DeletePublicAccessBlock, "PutBucketPublicAccessBlock")

#undef ON_BUCKET

Accesses accesses(S3&, ports::Call& call, const GetBucketPolicyRequest& request) {
  return on_policy(call, request, "s3:GetBucketPolicy");
}

Accesses accesses(S3&, ports::Call& call, const PutBucketPolicyRequest& request) {
  return on_policy(call, request, "s3:PutBucketPolicy");
}

Accesses accesses(S3&, ports::Call& call, const DeleteBucketPolicyRequest& request) {
  return on_policy(call, request, "s3:DeleteBucketPolicy");
}

Accesses accesses(S3&, ports::Call& call, const ListObjectsRequest& request) {
  return on_listing(call, request, "s3:ListBucket", request.max_keys);
}

Accesses accesses(S3&, ports::Call& call, const ListObjectsV2Request& request) {
  return on_listing(call, request, "s3:ListBucket", request.max_keys);
}

Accesses accesses(S3&, ports::Call& call, const ListObjectVersionsRequest& request) {
  return on_listing(call, request, "s3:ListBucketVersions", request.max_keys);
}

Accesses accesses(S3&, ports::Call& call, const ListMultipartUploadsRequest& request) {
  return on_listing(call, request, "s3:ListBucketMultipartUploads", std::nullopt);
}

// Each key is authorised on its own, as a DeleteObject.
Accesses accesses(S3&, ports::Call& call, const DeleteObjectsRequest& request) {
  TRY(addressed_bucket(call, request));
  return std::vector<ports::Access>{};
}

}  // namespace stellwerk::s3
