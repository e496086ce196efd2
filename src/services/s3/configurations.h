#pragma once
#include <string>

#include "base/result.h"
#include "services/s3/records.h"
#include "services/s3/rules.h"

/// Bucket configurations as requests give them: checked, and as records.
namespace stellwerk::s3 {

inline constexpr std::string_view kBucketOwnerEnforced = "BucketOwnerEnforced";
inline constexpr std::size_t kRoutingRulesLimit = 50;

/// Errors: MalformedXML, InvalidArgument, NotImplemented (aws:kms:dsse).
Result<EncryptionRecord> checked_encryption(const ServerSideEncryptionConfiguration& configuration);
/// Errors: MalformedXML, NotImplemented (anything but BucketOwnerEnforced).
Result<void> check_ownership(const OwnershipControls& controls);

struct CheckedPolicy {
  bool is_public = false;
};
/// Error MalformedPolicy: not a policy, larger than 20 KB, or with resources outside of the bucket.
Result<CheckedPolicy> checked_policy(const std::string& text, const std::string& bucket);

/// Errors: MalformedXML, InvalidArgument, InvalidRequest.
Result<WebsiteRecord> checked_website(const WebsiteConfiguration& configuration);
GetBucketWebsiteResponse shown_website(const WebsiteRecord& website);

}  // namespace stellwerk::s3
