#include "services/organizations/rules.h"

#include <set>

#include "auth/policy.h"

namespace stellwerk::organizations {
namespace {

constexpr std::string_view kIdAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kTagKeyLimit = 128;
constexpr std::size_t kTagValueLimit = 256;

std::string random_id(IdSource& ids, std::size_t count) { return ids.from_alphabet(count, kIdAlphabet); }

}  // namespace

std::string new_organization_id(IdSource& ids) { return "o-" + random_id(ids, 10); }
std::string new_root_id(IdSource& ids) { return "r-" + random_id(ids, 4); }
std::string new_unit_id(IdSource& ids, std::string_view root_id) {
  return "ou-" + std::string(root_id.substr(2)) + "-" + random_id(ids, 8);
}
std::string new_policy_id(IdSource& ids) { return "p-" + random_id(ids, 8); }
std::string new_creation_id(IdSource& ids) { return "car-" + ids.hex(32); }
std::string new_account_id(IdSource& ids) {
  return ids.from_alphabet(1, "123456789") + ids.from_alphabet(11, "0123456789");
}

Error with_reason(Error error, std::string reason) {
  error.fields.emplace_back("Reason", std::move(reason));
  return error;
}

Error invalid_input(std::string reason, std::string message) {
  return with_reason(errors::InvalidInputException(std::move(message)), std::move(reason));
}

Error constraint_violation(std::string reason, std::string message) {
  return with_reason(errors::ConstraintViolationException(std::move(message)), std::move(reason));
}

Result<void> check_policy_type(std::string_view type) {
  if (type == kServiceControlPolicy) return {};
  return errors::PolicyTypeNotAvailableForOrganizationException(
      "You can't use the policy type " + std::string(type) +
      " with this organization; only SERVICE_CONTROL_POLICY is available.");
}

Result<void> check_policy_content(std::string_view content) {
  if (content.size() > kPolicyCharactersLimit) {
    return constraint_violation(
        "POLICY_CONTENT_LIMIT_EXCEEDED",
        "You have exceeded the maximum policy size of " + std::to_string(kPolicyCharactersLimit) + " characters.");
  }
  auto policy = auth::parse_policy(content, auth::PolicyKind::service_control);
  if (!policy) {
    return errors::MalformedPolicyDocumentException(
        "The provided policy document does not meet the requirements of the specified policy type: " +
        policy.error().message);
  }
  return {};
}

Result<std::map<std::string, std::string>> merged_tags(std::map<std::string, std::string> tags,
                                                       const std::vector<Tag>& added) {
  std::set<std::string> seen;
  for (const Tag& tag : added) {
    if (tag.key.empty() || tag.key.size() > kTagKeyLimit || tag.value.size() > kTagValueLimit) {
      return invalid_input("MAX_LENGTH_EXCEEDED", "A tag's key has 1 to 128 characters, its value at most 256.");
    }
    if (to_lower(tag.key).starts_with("aws:")) {
      return invalid_input("INVALID_SYSTEM_TAGS_PARAMETER", "You specified a tag key that is a system tag.");
    }
    if (!seen.insert(tag.key).second) return invalid_input("DUPLICATE_TAG_KEY", "Tag keys must be unique.");
    tags[tag.key] = tag.value;
  }
  if (tags.size() > kTagsLimit) {
    return constraint_violation("MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the maximum of 50 tags on a resource.");
  }
  return tags;
}

}  // namespace stellwerk::organizations
