#include "services/organizations/rules.h"

#include <set>

#include "auth/policy.h"

namespace stellwerk::organizations {
namespace {

constexpr std::string_view kIdAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

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

Result<aws::Tags> merged_tags(aws::Tags tags, const std::vector<Tag>& added) {
  auto fault = aws::add_tags(tags, aws::tag_list(added));
  if (!fault) return tags;
  using Kind = aws::TagFault::Kind;
  switch (fault->kind) {
    case Kind::reserved: return invalid_input("INVALID_SYSTEM_TAGS_PARAMETER", fault->message);
    case Kind::doubled: return invalid_input("DUPLICATE_TAG_KEY", fault->message);
    case Kind::too_many: return constraint_violation("MAX_TAG_LIMIT_EXCEEDED", fault->message);
    case Kind::key_length:
    case Kind::value_length: break;
  }
  return invalid_input("MAX_LENGTH_EXCEEDED", fault->message);
}

}  // namespace stellwerk::organizations
