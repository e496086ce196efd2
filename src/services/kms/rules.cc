#include "services/kms/rules.h"

#include <algorithm>

#include "auth/policy.h"
#include "aws/resource_policy.h"
#include "base/bytes.h"
#include "base/json.h"

namespace stellwerk::kms {
namespace {

bool is_alias_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-';
}

}  // namespace

std::string canonical(const EncryptionContext& context) {
  std::string out;
  for (const auto& [name, value] : context) {
    for (const std::string* part : {&name, &value}) {
      out += std::to_string(part->size()) + ":" + *part;
    }
  }
  return out;
}

Result<void> check_not_pending_deletion(const KeyRecord& key) {
  if (key.state == "PendingDeletion") return errors::KMSInvalidStateException(key.arn + " is pending deletion.");
  return {};
}

Result<void> check_usable(const KeyRecord& key) {
  TRY(check_not_pending_deletion(key));
  if (key.state == "Disabled") return errors::DisabledException(key.arn + " is disabled.");
  return {};
}

Result<void> check_customer_managed(const KeyRecord& key) {
  if (key.manager == "CUSTOMER") return {};
  return errors::UnsupportedOperationException(key.arn +
                                               " is managed by AWS; make a customer managed key to change it.");
}

Result<void> check_alias_name(std::string_view name) {
  std::string_view rest = name;
  if (!rest.starts_with("alias/") || rest.size() == 6) {
    return ::stellwerk::Error{"ValidationException",
                              "Alias must start with the prefix \"alias/\". Please see "
                              "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html",
                              400};
  }
  if (!std::ranges::all_of(rest, is_alias_character)) {
    return errors::InvalidAliasNameException(
        "Alias contains invalid characters. Use letters, digits, '/', '_' and '-'.");
  }
  return {};
}

Result<void> check_policy(std::string_view policy) {
  auto fault = aws::policy_fault(policy, kPolicyBytesLimit, auth::PolicyKind::resource);
  if (!fault) return {};
  if (fault->kind == aws::PolicyFault::Kind::too_large) return errors::LimitExceededException(fault->message);
  return errors::MalformedPolicyDocumentException(fault->message);
}

Result<void> add_tags(aws::Tags& present, const std::vector<Tag>& tags) {
  auto fault = aws::add_tags(present, aws::tag_list(tags));
  if (fault) return errors::TagException(fault->message);
  return {};
}

Result<void> check_key_request(const CreateKeyRequest& request) {
  std::string spec = request.key_spec.value_or(request.customer_master_key_spec.value_or("SYMMETRIC_DEFAULT"));
  if (spec != "SYMMETRIC_DEFAULT" || request.key_usage.value_or("ENCRYPT_DECRYPT") != "ENCRYPT_DECRYPT") {
    return errors::UnsupportedOperationException(
        "Only keys with KeySpec SYMMETRIC_DEFAULT and KeyUsage ENCRYPT_DECRYPT "
        "can be made here.");
  }
  if (request.origin.value_or("AWS_KMS") != "AWS_KMS" || request.custom_key_store_id || request.xks_key_id) {
    return errors::UnsupportedOperationException("Only keys with Origin AWS_KMS can be made here.");
  }
  if (request.multi_region.value_or(false)) {
    return errors::UnsupportedOperationException("Multi-Region keys cannot be made here.");
  }
  return {};
}

Result<void> check_algorithm(const std::optional<std::string>& algorithm) {
  if (algorithm.value_or("SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT") return {};
  return errors::InvalidKeyUsageException("The key's only algorithm is SYMMETRIC_DEFAULT.");
}

Result<std::size_t> data_key_bytes(const std::optional<std::int64_t>& number_of_bytes,
                                   const std::optional<std::string>& key_spec) {
  if (number_of_bytes.has_value() == key_spec.has_value()) {
    return ::stellwerk::Error{"ValidationException", "Please specify either number of bytes or key spec.", 400};
  }
  if (key_spec) return *key_spec == "AES_128" ? std::size_t{16} : std::size_t{32};
  return static_cast<std::size_t>(*number_of_bytes);
}

std::string default_key_policy(std::string_view account) {
  return aws::policy_document(
      {aws::allow("Enable IAM User Permissions", aws::account_principal(account), "kms:*", "*")}, "key-default-1");
}

std::string managed_key_policy(std::string_view account, std::string_view region, std::string_view service) {
  Json everybody, equal, condition;
  everybody.set("AWS", "*");
  equal.set("kms:CallerAccount", std::string(account));
  equal.set("kms:ViaService", std::string(service) + "." + std::string(region) + ".amazonaws.com");
  condition.set("StringEquals", equal);
  Json use = aws::allow("Allow access through the service for all principals in the account", everybody,
                        Json::Array{"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",
                                    "kms:CreateGrant", "kms:DescribeKey"},
                        "*", condition);
  Json look = aws::allow("Allow direct access to key metadata to the account", aws::account_principal(account),
                         Json::Array{"kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"}, "*");
  return aws::policy_document({use, look}, "auto-" + std::string(service) + "-1");
}

KeyMetadata metadata(const KeyRecord& key, std::string_view account) {
  KeyMetadata out;
  out.aws_account_id = std::string(account);
  out.key_id = key.key_id;
  out.arn = key.arn;
  out.creation_date = key.created;
  out.enabled = key.state == "Enabled";
  out.description = key.description;
  out.key_usage = "ENCRYPT_DECRYPT";
  out.key_state = key.state;
  out.deletion_date = key.deletion_date;
  out.origin = "AWS_KMS";
  out.key_manager = key.manager;
  out.customer_master_key_spec = "SYMMETRIC_DEFAULT";
  out.key_spec = "SYMMETRIC_DEFAULT";
  out.encryption_algorithms = std::vector<std::string>{"SYMMETRIC_DEFAULT"};
  out.multi_region = false;
  return out;
}

}  // namespace stellwerk::kms
