#include "services/kms/key_access.h"

#include "auth/policy.h"
#include "aws/tags.h"

namespace stellwerk::kms {
namespace {

std::string via_service(const ports::Call& call) {
  // "s3.amazonaws.com" is seen as "s3.<region>.amazonaws.com".
  std::string_view service = call.caller.via_service;
  return std::string(service.substr(0, service.find('.'))) + "." + call.region + ".amazonaws.com";
}

}  // namespace

void tell_key_kind(ports::Access& access) {
  access.context["kms:KeySpec"] = access.context["kms:CustomerMasterKeySpec"] = {"SYMMETRIC_DEFAULT"};
  access.context["kms:KeyUsage"] = access.context["kms:CustomerMasterKeyUsage"] = {"ENCRYPT_DECRYPT"};
  access.context["kms:KeyOrigin"] = {"AWS_KMS"};
  access.context["kms:MultiRegion"] = {"false"};
}

void tell_caller(const ports::Call& call, ports::Access& access) {
  access.context["kms:CallerAccount"] = {call.caller.account};
  if (!call.caller.via_service.empty()) access.context["kms:ViaService"] = {via_service(call)};
}

ports::Access key_access(ports::Call& call, std::string action, const FoundKey& key) {
  ports::Access access{.action = std::move(action), .resource = key.record.arn, .resource_account = key.scope.account};
  access.mode = ports::ResourcePolicyMode::required;
  access.resource_policies.push_back(key.record.policy);
  tell_key_kind(access);
  tell_caller(call, access);
  for (const AliasRecord& alias : kAliases.all(call.transaction, key.scope)) {
    if (alias.target_key_id == key.record.key_id) access.context["kms:ResourceAliases"].push_back(alias.name);
  }
  aws::tell_resource_tags(access, key.record.tags);
  return access;
}

Result<void> check_no_lock_out(ports::Call& call, const FoundKey& key) {
  ports::Access access = key_access(call, "kms:PutKeyPolicy", key);
  // Only the key's policy is on trial: whatever the caller's own say may change without a key being lost.
  auth::Caller caller = call.caller;
  caller.session_policies.clear();
  auth::AccessQuestion question{.caller = caller,
                                .action = access.action,
                                .resource = access.resource,
                                .resource_account = access.resource_account,
                                .region = call.region,
                                .now = call.now,
                                .rule = auth::ResourcePolicyRule::required};
  question.identity_policies = {
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})"};
  question.resource_policies = access.resource_policies;
  question.context = access.context;
  auth::PolicyCache cache;
  if (auth::evaluate(question, cache).allowed) return {};
  return errors::MalformedPolicyDocumentException(
      "The new key policy will not allow you to update the key policy in the future. Let it allow you "
      "kms:PutKeyPolicy, or set BypassPolicyLockoutSafetyCheck.");
}

}  // namespace stellwerk::kms
