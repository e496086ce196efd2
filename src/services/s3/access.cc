#include "services/s3/access.h"

#include <algorithm>

namespace stellwerk::s3 {
namespace {

/// Of calls that never leave the process: nothing weaker would do.
const std::string kTlsVersionInside = "1.3";

// Services sign by the header, as at AWS.
std::string auth_type(auth::Proof::Means means) {
  if (means == auth::Proof::Means::query) return "REST-QUERY-STRING";
  if (means == auth::Proof::Means::form) return "POST";
  return "REST-HEADER";
}

}  // namespace

// Only a client outside signs for a region; services inside name a bucket by its name alone.
Result<void> detail::check_region(const ports::Call& call, const BucketRecord& bucket) {
  bool is_outside = !call.caller.access_key_id.empty() && call.caller.via_service.empty();
  if (!is_outside || call.region == bucket.region) return {};
  return ::stellwerk::Error{"AuthorizationHeaderMalformed",
                            "The authorization header is malformed; the region '" + call.region +
                                "' is wrong; expecting '" + bucket.region + "'",
                            400,
                            {{"Region", bucket.region}},
                            {{"x-amz-bucket-region", bucket.region}}};
}

Result<void> detail::check_owner(const BucketRecord& bucket, const std::string& expected) {
  constexpr std::size_t kAccountIdLength = 12;
  if (expected.size() != kAccountIdLength || expected.find_first_not_of("0123456789") != std::string::npos) {
    return ::stellwerk::Error{
        "InvalidBucketOwnerAWSAccountID",
        "The value of the expected bucket owner parameter must be an AWS Account ID... [" + expected + "]", 400};
  }
  if (bucket.account == expected) return {};
  return errors::AccessDenied("The bucket's owner is not the account that x-amz-expected-bucket-owner names");
}

std::vector<std::string> counting_policies(const ports::Call& call, const BucketRecord& bucket) {
  if (bucket.policy.empty()) return {};
  bool is_restricted =
      bucket.has_public_policy && bucket.public_access_block && bucket.public_access_block->restrict_public_buckets;
  bool is_inside = call.caller.account == bucket.account || call.caller.type == auth::PrincipalType::service;
  if (is_restricted && !is_inside) return {};
  return {bucket.policy};
}

ports::Access access_to(const ports::Call& call, std::string action, std::string resource, std::string owner) {
  ports::Access access{std::move(action), std::move(resource), std::move(owner)};
  auto& context = access.context;
  context["s3:ResourceAccount"] = {access.resource_account};
  const auth::Caller& caller = call.caller;
  if (caller.is_tls) context["s3:TlsVersion"] = {caller.tls_version.empty() ? kTlsVersionInside : caller.tls_version};
  if (caller.type == auth::PrincipalType::anonymous) return access;
  context["s3:signatureversion"] = {"AWS4-HMAC-SHA256"};
  context["s3:authType"] = {auth_type(caller.proof.means)};
  if (!caller.proof.payload_hash.empty()) context["s3:x-amz-content-sha256"] = {caller.proof.payload_hash};
  // Of signatures that are made to be kept, no others.
  if (caller.proof.means == auth::Proof::Means::query || caller.proof.means == auth::Proof::Means::form) {
    std::int64_t age = call.now.milliseconds - caller.proof.signed_at.milliseconds;
    context["s3:signatureAge"] = {std::to_string(std::max<std::int64_t>(age, 0))};
  }
  return access;
}

ports::Access bucket_access(const ports::Call& call, const BucketRecord& bucket, std::string action) {
  ports::Access access = access_to(call, std::move(action), bucket_arn(bucket.name), bucket.account);
  access.resource_policies = counting_policies(call, bucket);
  return access;
}

ports::Access object_access(const ports::Call& call, const BucketRecord& bucket, const std::string& key,
                            std::string action) {
  ports::Access access = access_to(call, std::move(action), object_arn(bucket.name, key), bucket.account);
  access.resource_policies = counting_policies(call, bucket);
  return access;
}

void add_existing_tags(ports::Access& access, const std::vector<TagRecord>& tags) {
  for (const TagRecord& tag : tags) access.context["s3:ExistingObjectTag/" + tag.key] = {tag.value};
}

void add_request_tags(ports::Access& access, const std::vector<TagRecord>& tags) {
  for (const TagRecord& tag : tags) {
    access.context["s3:RequestObjectTag/" + tag.key] = {tag.value};
    access.context["s3:RequestObjectTagKeys"].push_back(tag.key);
  }
}

}  // namespace stellwerk::s3
