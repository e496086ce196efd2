#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "auth/caller.h"
#include "base/result.h"
#include "base/timestamp.h"

/// IAM policies: documents, and the decision that they lead to.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
///         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
namespace stellwerk::auth {

inline constexpr std::size_t kPolicyCacheLimit = 4096;
/// No policy that a user writes is larger (an S3 bucket's: 20 KB); callers check their own smaller limits.
inline constexpr std::size_t kPolicyDocumentBytesLimit = 64 * 1024;
/// The largest of AWS's managed policies has 149 KB.
inline constexpr std::size_t kStoredPolicyBytesLimit = 256 * 1024;

/// Which elements a statement must and must not have. `service_control`: as identity. `stored`: whatever was
/// accepted when it was stored.
enum class PolicyKind { identity, resource, trust, service_control, stored };

/// A document taken apart; see policy_document.h for its contents.
struct Policy;

/// Errors: MalformedPolicyDocument with IAM's text. Services with another code for it change the code.
Result<std::shared_ptr<const Policy>> parse_policy(std::string_view text, PolicyKind kind);

/// Parsed documents by text, safe for threads; drops all when full.
class PolicyCache {
 public:
  explicit PolicyCache(std::size_t limit = kPolicyCacheLimit) : limit_(limit) {}
  /// Null if the text is no policy.
  std::shared_ptr<const Policy> load(const std::string& text);
  std::size_t size() const;

 private:
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Policy>> policies_;
};

/// See ports/access.h.
enum class ResourcePolicyRule { optional, required };

/// Condition keys with their values. Keys compare without case.
using ConditionContext = std::map<std::string, std::vector<std::string>>;

/// May `caller` do `action` on `resource`?
struct AccessQuestion {
  const Caller& caller;
  std::string action;            // "s3:GetObject"
  std::string resource;          // ARN or "*"
  std::string resource_account;  // empty: the caller's
  std::string region;            // aws:RequestedRegion
  Timestamp now;
  ResourcePolicyRule rule = ResourcePolicyRule::optional;
  // JSON texts
  std::vector<std::string> identity_policies = {};
  std::optional<std::string> permissions_boundary = {};
  std::vector<std::vector<std::string>> service_control_policies = {};  // every list must allow
  std::vector<std::string> resource_policies = {};
  /// Service's and resource's keys. The global keys that follow from the caller are added by evaluate; one
  /// given here wins.
  ConditionContext context = {};
};

struct Decision {
  bool allowed = false;
  bool is_explicit_deny = false;
  /// "because no identity-based policy allows the s3:GetObject action",
  /// "with an explicit deny in a resource-based policy"; empty if allowed.
  std::string reason;
};

/// Denies unless something allows; a policy that cannot be read denies.
Decision evaluate(const AccessQuestion& question, PolicyCache& cache);

/// A statement that bears on a question: its place in the document, and its effect.
struct MatchedStatement {
  std::size_t index = 0;
  bool is_allow = false;
  bool operator==(const MatchedStatement&) const = default;
};

/// What a single policy has to say to a question: the statements that apply, and the condition keys (in lower case)
/// that statements for its action and resource ask for and that nobody set. Nothing of a policy that cannot be read.
struct PolicyFindings {
  std::vector<MatchedStatement> matched;
  std::vector<std::string> missing_keys;
};
PolicyFindings findings(const AccessQuestion& question, const std::string& policy, bool is_of_resource,
                        PolicyCache& cache);

/// "User: <arn> is not authorized to perform: <action> on resource: <arn> <reason>".
std::string denied_message(const AccessQuestion& question, const Decision& decision);

/// True if some Allow statement reaches everyone: Principal "*" without a condition that fixes a source
/// (S3's meaning of "public").
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
bool is_public(const Policy& policy);

/// '*' any run of characters, '?' one.
bool matches_wildcard(std::string_view pattern, std::string_view text);

}  // namespace stellwerk::auth
