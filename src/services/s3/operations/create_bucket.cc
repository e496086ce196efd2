#include "services/s3/buckets.h"
#include "services/s3/configurations.h"
#include "services/s3/operations.h"
#include "services/s3/rules.h"
#include "services/s3/service.h"

namespace stellwerk::s3 {
namespace {

constexpr std::string_view kFirstRegion = "us-east-1";

::stellwerk::Error incompatible_location(const std::string& constraint) {
  return {"IllegalLocationConstraintException",
          "The " + constraint +
              " location constraint is incompatible for the region specific endpoint this request was sent to.",
          400};
}

// The region that the bucket is to be made in.
Result<std::string> location_of(const ports::Call& call, const CreateBucketRequest& request) {
  std::string constraint;
  if (request.create_bucket_configuration) {
    const CreateBucketConfiguration& configuration = *request.create_bucket_configuration;
    if (configuration.location || configuration.bucket) return not_implemented("A directory bucket");
    constraint = configuration.location_constraint.value_or("");
  }
  if (constraint == "EU") constraint = "eu-west-1";
  if (constraint.empty()) {
    if (call.region == kFirstRegion) return call.region;
    return incompatible_location("unspecified");
  }
  if (constraint == kFirstRegion) {
    return ::stellwerk::Error{"InvalidLocationConstraint",
                              "The specified location-constraint is not valid",
                              400,
                              {{"LocationConstraint", constraint}}};
  }
  // The endpoint of the first region makes buckets anywhere, the others only at home.
  if (call.region != kFirstRegion && call.region != constraint) return incompatible_location(constraint);
  return constraint;
}

Result<void> check_new_bucket(const CreateBucketRequest& request) {
  if (!is_valid_bucket_name(request.bucket)) {
    return ::stellwerk::Error{
        "InvalidBucketName", "The specified bucket is not valid.", 400, {{"BucketName", request.bucket}}};
  }
  if (request.object_lock_enabled_for_bucket.value_or(false)) return not_implemented("Object Lock");
  if (request.bucket_namespace && *request.bucket_namespace != "global") {
    return not_implemented("A bucket namespace other than global");
  }
  if (request.object_ownership) TRY(check_ownership({.rules = {{*request.object_ownership}}}));
  bool has_grants = request.grant_full_control || request.grant_read || request.grant_read_acp || request.grant_write ||
                    request.grant_write_acp;
  if (has_grants || (request.acl && *request.acl != "private")) {
    return ::stellwerk::Error{"InvalidBucketAclWithObjectOwnership",
                              "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", 400};
  }
  return {};
}

}  // namespace

Result<CreateBucketResponse> create_bucket(S3&, ports::Call& call, const CreateBucketRequest& request) {
  TRY(check_new_bucket(request));
  BucketRecord bucket{.name = request.bucket, .account = call.account, .created = call.now};
  bucket.region = TRY(location_of(call, request));
  CreateBucketResponse response{.location = "/" + bucket.name, .bucket_arn = bucket_arn(bucket.name)};
  if (auto existing = kBuckets.get(call.transaction, kInstallation, {bucket.name})) {
    if (existing->account != call.account) {
      return errors::BucketAlreadyExists(
          "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
          "Please "
          "select a different name and try again.");
    }
    // In the first region, and only there, asking again is no error.
    if (existing->region == kFirstRegion && bucket.region == kFirstRegion) return response;
    return errors::BucketAlreadyOwnedByYou(
        "Your previous request to create the named bucket succeeded and you already own it.");
  }
  bucket.public_access_block.emplace();
  bucket.object_ownership = kBucketOwnerEnforced;
  if (request.create_bucket_configuration && request.create_bucket_configuration->tags &&
      !request.create_bucket_configuration->tags->empty()) {
    bucket.tags = TRY(checked_tags(*request.create_bucket_configuration->tags, TagOwner::bucket));
  }
  save_bucket(call.transaction, bucket);
  kBucketsOfAccount.put(call.transaction, call.global_scope(), {bucket.name}, {bucket.created, bucket.region});
  return response;
}

}  // namespace stellwerk::s3
