#include "aws/arn.h"
#include "aws/tags.h"
#include "base/arn.h"
#include "ports/access.h"
#include "services/kms/grants.h"
#include "services/kms/key_access.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
namespace stellwerk::kms {
namespace {

using Accesses = std::vector<ports::Access>;

void tell_context(ports::Access& access, const EncryptionContext& context) {
  for (const auto& [name, value] : context) {
    access.context["kms:EncryptionContext:" + name] = {value};
    access.context["kms:EncryptionContextKeys"].push_back(name);
  }
}

void tell_request_alias(ports::Access& access, const std::string& key_id) {
  auto arn = parse_arn(key_id);
  std::string name = arn ? arn->resource : key_id;
  if (name.starts_with("alias/")) access.context["kms:RequestAlias"] = {name};
}

void tell_constraints(ports::Access& access, const EncryptionContext& equals, const EncryptionContext& subset) {
  if (!equals.empty()) access.context["kms:GrantConstraintType"].push_back("EncryptionContextEquals");
  if (!subset.empty()) access.context["kms:GrantConstraintType"].push_back("EncryptionContextSubset");
  EncryptionContext both = equals;
  both.insert(subset.begin(), subset.end());
  tell_context(access, both);
}

/// A grant counts as soon as it is made, so a token adds nothing; one that names no grant is an error all the same.
Result<void> check_grant_tokens(Kms& kms, ports::Call& call, const std::optional<std::vector<std::string>>& tokens) {
  for (const std::string& token : tokens.value_or(std::vector<std::string>{})) TRY(kms.find_grant(call, token));
  return {};
}

std::vector<GrantRecord> grants_of(ports::Call& call, const FoundKey& key) {
  return kGrants.all(call.transaction, key.scope, {key.record.key_id});
}

/// What the key's grants may allow beside its policy.
ports::Access granted(ports::Call& call, std::string action, const FoundKey& key) {
  ports::Access access = key_access(call, std::move(action), key);
  for (const GrantRecord& grant : grants_of(call, key)) access.resource_policies.push_back(grant_policy(grant));
  return access;
}

/// Use of a key that encrypts or decrypts.
ports::Access use_of(ports::Call& call, std::string action, const FoundKey& key,
                     const std::optional<EncryptionContext>& context, const std::optional<std::string>& named_as) {
  ports::Access access = granted(call, std::move(action), key);
  access.context["kms:EncryptionAlgorithm"] = {"SYMMETRIC_DEFAULT"};
  tell_context(access, context.value_or(EncryptionContext{}));
  if (named_as) tell_request_alias(access, *named_as);
  return access;
}

Result<Accesses> use_of(Kms& kms, ports::Call& call, std::string action, const auto& request) {
  TRY(check_grant_tokens(kms, call, request.grant_tokens));
  FoundKey key = TRY(kms.find(call, request.key_id));
  return Accesses{use_of(call, std::move(action), key, request.encryption_context, request.key_id)};
}

Result<Accesses> on_key(Kms& kms, ports::Call& call, std::string action, const std::string& key_id) {
  return Accesses{key_access(call, std::move(action), TRY(kms.find(call, key_id)))};
}

Result<Accesses> on_everything(std::string action) { return Accesses{{.action = std::move(action), .resource = "*"}}; }

Result<Accesses> on_alias(Kms& kms, ports::Call& call, std::string action, const std::string& alias,
                          const std::string& key_id) {
  Accesses out = TRY(on_key(kms, call, action, key_id));
  out.push_back({.action = action, .resource = aws::arn("kms", call.scope(), alias)});
  tell_caller(call, out.back());
  return out;
}

std::string text_of(bool value) { return value ? "true" : "false"; }

}  // namespace

Result<Accesses> accesses(Kms&, ports::Call& call, const CreateKeyRequest& request) {
  Accesses out = TRY(on_everything("kms:CreateKey"));
  tell_key_kind(out[0]);
  tell_caller(call, out[0]);
  auto bypass = request.bypass_policy_lockout_safety_check.value_or(false);
  out[0].context["kms:BypassPolicyLockoutSafetyCheck"] = {text_of(bypass)};
  if (!request.tags || request.tags->empty()) return out;
  aws::tell_request_tags(out[0], aws::tag_list(*request.tags));
  ports::Access tag = out[0];
  tag.action = "kms:TagResource";
  tag.resource = aws::arn("kms", call.scope(), "key/*");
  out.push_back(std::move(tag));
  return out;
}
Result<Accesses> accesses(Kms&, ports::Call&, const GenerateRandomRequest&) {
  return on_everything("kms:GenerateRandom");
}
Result<Accesses> accesses(Kms&, ports::Call&, const ListKeysRequest&) { return on_everything("kms:ListKeys"); }
Result<Accesses> accesses(Kms&, ports::Call&, const ListAliasesRequest&) { return on_everything("kms:ListAliases"); }
Result<Accesses> accesses(Kms&, ports::Call&, const ListRetirableGrantsRequest&) {
  return on_everything("kms:ListRetirableGrants");
}

Result<Accesses> accesses(Kms& kms, ports::Call& call, const CreateAliasRequest& request) {
  TRY(check_alias_name(request.alias_name));
  return on_alias(kms, call, "kms:CreateAlias", request.alias_name, request.target_key_id);
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const DeleteAliasRequest& request) {
  return on_alias(kms, call, "kms:DeleteAlias", request.alias_name, request.alias_name);
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const UpdateAliasRequest& request) {
  Accesses out = TRY(on_alias(kms, call, "kms:UpdateAlias", request.alias_name, request.alias_name));
  out.push_back(TRY(on_key(kms, call, "kms:UpdateAlias", request.target_key_id))[0]);
  return out;
}

Result<Accesses> accesses(Kms& kms, ports::Call& call, const DecryptRequest& request) {
  TRY(check_grant_tokens(kms, call, request.grant_tokens));
  FoundKey key = TRY(kms.find_for_ciphertext(call, request.ciphertext_blob.value_or(""), request.key_id));
  return Accesses{use_of(call, "kms:Decrypt", key, request.encryption_context, request.key_id)};
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const ReEncryptRequest& request) {
  TRY(check_grant_tokens(kms, call, request.grant_tokens));
  FoundKey source = TRY(kms.find_for_ciphertext(call, request.ciphertext_blob.value_or(""), request.source_key_id));
  FoundKey target = TRY(kms.find(call, request.destination_key_id));
  Accesses out{
      use_of(call, "kms:ReEncryptFrom", source, request.source_encryption_context, request.source_key_id),
      use_of(call, "kms:ReEncryptTo", target, request.destination_encryption_context, request.destination_key_id)};
  for (ports::Access& access : out) {
    access.context["kms:ReEncryptOnSameKey"] = {text_of(source.record.arn == target.record.arn)};
  }
  return out;
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const EncryptRequest& request) {
  return use_of(kms, call, "kms:Encrypt", request);
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const GenerateDataKeyRequest& request) {
  return use_of(kms, call, "kms:GenerateDataKey", request);
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const GenerateDataKeyWithoutPlaintextRequest& request) {
  return use_of(kms, call, "kms:GenerateDataKeyWithoutPlaintext", request);
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const DescribeKeyRequest& request) {
  TRY(check_grant_tokens(kms, call, request.grant_tokens));
  ports::Access access = granted(call, "kms:DescribeKey", TRY(kms.find(call, request.key_id)));
  tell_request_alias(access, request.key_id);
  return Accesses{std::move(access)};
}

Result<Accesses> accesses(Kms& kms, ports::Call& call, const CreateGrantRequest& request) {
  TRY(check_grant_tokens(kms, call, request.grant_tokens));
  FoundKey key = TRY(kms.find(call, request.key_id));
  ports::Access access = key_access(call, "kms:CreateGrant", key);
  GrantRecord wanted = grant_of(request, key.record.key_id, call.account, call.now);
  // Whoever may make grants by a grant hands on no more than that grant holds.
  for (const GrantRecord& grant : grants_of(call, key)) {
    if (is_within(grant, wanted)) access.resource_policies.push_back(grant_policy(grant));
  }
  access.context["kms:GrantOperations"] = request.operations;
  access.context["kms:GranteePrincipal"] = {request.grantee_principal};
  if (request.retiring_principal) access.context["kms:RetiringPrincipal"] = {*request.retiring_principal};
  access.context["kms:GrantIsForAWSResource"] = {text_of(!call.caller.via_service.empty())};
  tell_constraints(access, wanted.context_equals, wanted.context_subset);
  return Accesses{std::move(access)};
}

Result<Accesses> accesses(Kms& kms, ports::Call& call, const RetireGrantRequest& request) {
  FoundGrant named = TRY(kms.find_grant(call, request));
  ports::Access access = key_access(call, "kms:RetireGrant", named.key);
  // The grant alone decides; a policy of the key counts neither way.
  access.resource_policies = {retirement_policy(named.grant, named.key.scope.account)};
  if (names_as_retiring(named.grant, call.caller)) {
    access.context["aws:ResourceAccount"] = {named.key.scope.account};
    access.resource_account = call.caller.account;
  }
  tell_constraints(access, named.grant.context_equals, named.grant.context_subset);
  return Accesses{std::move(access)};
}

#define STELLWERK_ON_ITS_KEY(operation)                                                       \
  Result<Accesses> accesses(Kms& kms, ports::Call& call, const operation##Request& request) { \
    return on_key(kms, call, "kms:" #operation, request.key_id);                              \
  }
STELLWERK_ON_ITS_KEY(CancelKeyDeletion)
STELLWERK_ON_ITS_KEY(DisableKey)
STELLWERK_ON_ITS_KEY(DisableKeyRotation)
STELLWERK_ON_ITS_KEY(EnableKey)
STELLWERK_ON_ITS_KEY(GetKeyPolicy)
STELLWERK_ON_ITS_KEY(GetKeyRotationStatus)
STELLWERK_ON_ITS_KEY(ListKeyPolicies)
STELLWERK_ON_ITS_KEY(ListKeyRotations)
STELLWERK_ON_ITS_KEY(ListResourceTags)
STELLWERK_ON_ITS_KEY(RotateKeyOnDemand)
STELLWERK_ON_ITS_KEY(UpdateKeyDescription)
#undef STELLWERK_ON_ITS_KEY

Result<Accesses> accesses(Kms& kms, ports::Call& call, const EnableKeyRotationRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:EnableKeyRotation", request.key_id));
  auto days = request.rotation_period_in_days.value_or(kDefaultRotationPeriodDays);
  out[0].context["kms:RotationPeriodInDays"] = {std::to_string(days)};
  return out;
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const ScheduleKeyDeletionRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:ScheduleKeyDeletion", request.key_id));
  auto days = request.pending_window_in_days.value_or(kDefaultPendingWindowDays);
  out[0].context["kms:ScheduleKeyDeletionPendingWindowInDays"] = {std::to_string(days)};
  return out;
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const PutKeyPolicyRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:PutKeyPolicy", request.key_id));
  auto bypass = request.bypass_policy_lockout_safety_check.value_or(false);
  out[0].context["kms:BypassPolicyLockoutSafetyCheck"] = {text_of(bypass)};
  return out;
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const ListGrantsRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:ListGrants", request.key_id));
  out[0].context["kms:GrantIsForAWSResource"] = {text_of(!call.caller.via_service.empty())};
  return out;
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const RevokeGrantRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:RevokeGrant", request.key_id));
  out[0].context["kms:GrantIsForAWSResource"] = {text_of(!call.caller.via_service.empty())};
  return out;
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const TagResourceRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:TagResource", request.key_id));
  aws::tell_request_tags(out[0], aws::tag_list(request.tags));
  return out;
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const UntagResourceRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:UntagResource", request.key_id));
  aws::tell_tag_keys(out[0], request.tag_keys);
  return out;
}

}  // namespace stellwerk::kms
