#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

/// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
namespace stellwerk::secretsmanager {

namespace {

using Accesses = std::vector<ports::Access>;

/// A secret that is not there yet has no last six characters; question marks stand for them, as in policies.
ports::Access on_new(ports::Call& call, const char* action, const std::string& name) {
  SecretRecord secret{.name = name, .suffix = "??????"};
  ports::Access access{action, secret_arn(call.region, call.account, secret), call.account};
  access.context["secretsmanager:Name"] = {name};
  return access;
}

ports::Access on_secret(ports::Call& call, const char* action, const std::string& secret_id) {
  auto secret = find_secret(call, secret_id);
  if (!secret) {
    bool is_arn = secret_id.starts_with("arn:");
    ports::Access access = is_arn ? ports::Access{action, secret_id, call.account} : on_new(call, action, secret_id);
    access.context = {{"secretsmanager:SecretId", {secret_id}}};
    return access;
  }
  ports::Access access{action, secret->arn(), secret->scope.account};
  if (!secret->record.policy.empty()) access.resource_policies.push_back(secret->record.policy);
  access.context["secretsmanager:SecretId"] = {secret->arn()};
  access.context["secretsmanager:SecretPrimaryRegion"] = {secret->scope.region};
  for (const auto& [key, value] : secret->record.tags) {
    access.context["aws:ResourceTag/" + key] = {value};
    access.context["secretsmanager:ResourceTag/" + key] = {value};
  }
  return access;
}

void add_request_tags(ports::Access& access, const std::vector<Tag>& tags) {
  for (const auto& tag : tags) {
    access.context["aws:RequestTag/" + tag.key.value_or("")] = {tag.value.value_or("")};
    access.context["aws:TagKeys"].push_back(tag.key.value_or(""));
  }
}

void add_if_given(ports::Access& access, const char* key, const std::optional<std::string>& value) {
  if (value) access.context[key] = {*value};
}

const char* text_of(bool value) { return value ? "true" : "false"; }

}  // namespace

Result<Accesses> accesses(SecretsManager&, ports::Call& call, const CreateSecretRequest& request) {
  auto access = on_new(call, "secretsmanager:CreateSecret", request.name);
  add_if_given(access, "secretsmanager:Description", request.description);
  add_if_given(access, "secretsmanager:KmsKeyId", request.kms_key_id);
  if (!request.tags || request.tags->empty()) return Accesses{access};
  add_request_tags(access, *request.tags);
  auto tag = access;
  tag.action = "secretsmanager:TagResource";
  return Accesses{access, tag};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const DeleteSecretRequest& request) {
  auto access = on_secret(call, "secretsmanager:DeleteSecret", request.secret_id);
  access.context["secretsmanager:ForceDeleteWithoutRecovery"] = {
      text_of(request.force_delete_without_recovery.value_or(false))};
  if (request.recovery_window_in_days) {
    access.context["secretsmanager:RecoveryWindowInDays"] = {std::to_string(*request.recovery_window_in_days)};
  }
  return Accesses{access};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const DescribeSecretRequest& request) {
  return Accesses{on_secret(call, "secretsmanager:DescribeSecret", request.secret_id)};
}
Result<Accesses> accesses(SecretsManager&, ports::Call&, const GetRandomPasswordRequest&) {
  return Accesses{{"secretsmanager:GetRandomPassword", "*"}};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const GetResourcePolicyRequest& request) {
  return Accesses{on_secret(call, "secretsmanager:GetResourcePolicy", request.secret_id)};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const PutResourcePolicyRequest& request) {
  auto access = on_secret(call, "secretsmanager:PutResourcePolicy", request.secret_id);
  access.context["secretsmanager:BlockPublicPolicy"] = {text_of(request.block_public_policy.value_or(false))};
  return Accesses{access};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const DeleteResourcePolicyRequest& request) {
  return Accesses{on_secret(call, "secretsmanager:DeleteResourcePolicy", request.secret_id)};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const GetSecretValueRequest& request) {
  auto access = on_secret(call, "secretsmanager:GetSecretValue", request.secret_id);
  add_if_given(access, "secretsmanager:VersionId", request.version_id);
  access.context["secretsmanager:VersionStage"] = {request.version_stage.value_or(kCurrent)};
  return Accesses{access};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const ListSecretVersionIdsRequest& request) {
  return Accesses{on_secret(call, "secretsmanager:ListSecretVersionIds", request.secret_id)};
}
Result<Accesses> accesses(SecretsManager&, ports::Call&, const ListSecretsRequest&) {
  return Accesses{{"secretsmanager:ListSecrets", "*"}};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const PutSecretValueRequest& request) {
  return Accesses{on_secret(call, "secretsmanager:PutSecretValue", request.secret_id)};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const RestoreSecretRequest& request) {
  return Accesses{on_secret(call, "secretsmanager:RestoreSecret", request.secret_id)};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const TagResourceRequest& request) {
  auto access = on_secret(call, "secretsmanager:TagResource", request.secret_id);
  add_request_tags(access, request.tags);
  return Accesses{access};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const UntagResourceRequest& request) {
  auto access = on_secret(call, "secretsmanager:UntagResource", request.secret_id);
  access.context["aws:TagKeys"] = request.tag_keys;
  return Accesses{access};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const UpdateSecretRequest& request) {
  auto access = on_secret(call, "secretsmanager:UpdateSecret", request.secret_id);
  add_if_given(access, "secretsmanager:Description", request.description);
  add_if_given(access, "secretsmanager:KmsKeyId", request.kms_key_id);
  return Accesses{access};
}
Result<Accesses> accesses(SecretsManager&, ports::Call& call, const UpdateSecretVersionStageRequest& request) {
  auto access = on_secret(call, "secretsmanager:UpdateSecretVersionStage", request.secret_id);
  access.context["secretsmanager:VersionStage"] = {request.version_stage};
  return Accesses{access};
}

}  // namespace stellwerk::secretsmanager
