#include "ports/access.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
namespace stellwerk::kms {
namespace {

using Accesses = std::vector<ports::Access>;

std::string via_service(const ports::Call& call) {
  // "s3.amazonaws.com" is seen as "s3.<region>.amazonaws.com".
  std::string_view service = call.caller.via_service;
  return std::string(service.substr(0, service.find('.'))) + "." + call.region + ".amazonaws.com";
}

ports::Access on_key(ports::Call& call, std::string action, const FoundKey& key,
                     const EncryptionContext& context = {}) {
  ports::Access access{.action = std::move(action), .resource = key.record.arn, .resource_account = key.scope.account};
  access.mode = ports::ResourcePolicyMode::required;
  access.resource_policies.push_back(key.record.policy);
  for (const GrantRecord& grant : kGrants.all(call.transaction, key.scope, {key.record.key_id})) {
    access.resource_policies.push_back(grant_policy(grant));
  }
  access.context["kms:CallerAccount"] = {call.caller.account};
  access.context["kms:KeySpec"] = {"SYMMETRIC_DEFAULT"};
  access.context["kms:KeyUsage"] = {"ENCRYPT_DECRYPT"};
  access.context["kms:KeyOrigin"] = {"AWS_KMS"};
  if (!call.caller.via_service.empty()) access.context["kms:ViaService"] = {via_service(call)};
  for (const auto& [name, value] : context) {
    access.context["kms:EncryptionContext:" + name] = {value};
    access.context["kms:EncryptionContextKeys"].push_back(name);
  }
  for (const auto& [name, value] : key.record.tags) access.context["aws:ResourceTag/" + name] = {value};
  return access;
}

Result<Accesses> on_key(Kms& kms, ports::Call& call, std::string action, const std::string& key_id,
                        const std::optional<EncryptionContext>& context = {}) {
  FoundKey key = TRY(kms.find(call, key_id));
  ports::Access access = on_key(call, std::move(action), key, context.value_or(EncryptionContext{}));
  if (key_id.starts_with("alias/")) access.context["kms:RequestAlias"] = {key_id};
  return Accesses{std::move(access)};
}

Result<Accesses> on_everything(std::string action) { return Accesses{{.action = std::move(action), .resource = "*"}}; }

Result<Accesses> on_alias(Kms& kms, ports::Call& call, std::string action, const std::string& alias,
                          const std::string& key_id) {
  Accesses out = TRY(on_key(kms, call, action, key_id));
  out.push_back({.action = action, .resource = "arn:aws:kms:" + call.region + ":" + call.account + ":" + alias});
  return out;
}

void add_request_tags(ports::Access& access, const std::vector<Tag>& tags) {
  for (const Tag& tag : tags) {
    access.context["aws:RequestTag/" + tag.tag_key] = {tag.tag_value};
    access.context["aws:TagKeys"].push_back(tag.tag_key);
  }
}

}  // namespace

Result<Accesses> accesses(Kms&, ports::Call&, const CreateKeyRequest& request) {
  Accesses out = TRY(on_everything("kms:CreateKey"));
  add_request_tags(out[0], request.tags.value_or(std::vector<Tag>{}));
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
  FoundKey key = TRY(kms.find_for_ciphertext(call, request.ciphertext_blob.value_or(""), request.key_id));
  return Accesses{on_key(call, "kms:Decrypt", key, request.encryption_context.value_or(EncryptionContext{}))};
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const ReEncryptRequest& request) {
  FoundKey source = TRY(kms.find_for_ciphertext(call, request.ciphertext_blob.value_or(""), request.source_key_id));
  FoundKey target = TRY(kms.find(call, request.destination_key_id));
  return Accesses{
      on_key(call, "kms:ReEncryptFrom", source, request.source_encryption_context.value_or(EncryptionContext{})),
      on_key(call, "kms:ReEncryptTo", target, request.destination_encryption_context.value_or(EncryptionContext{}))};
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const EncryptRequest& request) {
  return on_key(kms, call, "kms:Encrypt", request.key_id, request.encryption_context);
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const GenerateDataKeyRequest& request) {
  return on_key(kms, call, "kms:GenerateDataKey", request.key_id, request.encryption_context);
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const GenerateDataKeyWithoutPlaintextRequest& request) {
  return on_key(kms, call, "kms:GenerateDataKeyWithoutPlaintext", request.key_id, request.encryption_context);
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const CreateGrantRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:CreateGrant", request.key_id));
  out[0].context["kms:GrantOperations"] = request.operations;
  out[0].context["kms:GranteePrincipal"] = {request.grantee_principal};
  out[0].context["kms:GrantIsForAWSResource"] = {call.caller.via_service.empty() ? "false" : "true"};
  return out;
}
Result<Accesses> accesses(Kms& kms, ports::Call& call, const RetireGrantRequest& request) {
  if (!request.key_id || !request.grant_id) {
    return errors::InvalidGrantTokenException("Give KeyId and GrantId; grant tokens are not issued here.");
  }
  FoundKey key = TRY(kms.find(call, *request.key_id));
  auto grant = kGrants.get(call.transaction, key.scope, {key.record.key_id, *request.grant_id});
  // Whom the grant itself names as retiring or grantee (with RetireGrant) principal needs no further leave.
  bool is_named =
      grant && (grant->retiring_principal == call.caller.arn || grant->retiring_principal == call.caller.role_arn);
  if (is_named && !call.caller.arn.empty()) return Accesses{};
  return Accesses{on_key(call, "kms:RetireGrant", key)};
}

#define STELLWERK_ON_ITS_KEY(operation)                                                       \
  Result<Accesses> accesses(Kms& kms, ports::Call& call, const operation##Request& request) { \
    return on_key(kms, call, "kms:" #operation, request.key_id);                              \
  }
STELLWERK_ON_ITS_KEY(CancelKeyDeletion)
STELLWERK_ON_ITS_KEY(DescribeKey)
STELLWERK_ON_ITS_KEY(DisableKey)
STELLWERK_ON_ITS_KEY(DisableKeyRotation)
STELLWERK_ON_ITS_KEY(EnableKey)
STELLWERK_ON_ITS_KEY(EnableKeyRotation)
STELLWERK_ON_ITS_KEY(GetKeyPolicy)
STELLWERK_ON_ITS_KEY(GetKeyRotationStatus)
STELLWERK_ON_ITS_KEY(ListGrants)
STELLWERK_ON_ITS_KEY(ListKeyPolicies)
STELLWERK_ON_ITS_KEY(ListKeyRotations)
STELLWERK_ON_ITS_KEY(ListResourceTags)
STELLWERK_ON_ITS_KEY(PutKeyPolicy)
STELLWERK_ON_ITS_KEY(RevokeGrant)
STELLWERK_ON_ITS_KEY(RotateKeyOnDemand)
STELLWERK_ON_ITS_KEY(ScheduleKeyDeletion)
STELLWERK_ON_ITS_KEY(UntagResource)
STELLWERK_ON_ITS_KEY(UpdateKeyDescription)
#undef STELLWERK_ON_ITS_KEY

Result<Accesses> accesses(Kms& kms, ports::Call& call, const TagResourceRequest& request) {
  Accesses out = TRY(on_key(kms, call, "kms:TagResource", request.key_id));
  add_request_tags(out[0], request.tags);
  return out;
}

}  // namespace stellwerk::kms
