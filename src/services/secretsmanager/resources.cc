#include "aws/tags.h"
#include "services/secretsmanager/operations.h"
#include "services/secretsmanager/secrets.h"
#include "services/secretsmanager/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
namespace stellwerk::secretsmanager {

/// A secret that is not there yet has no last six characters; question marks stand for them, as in policies.
Result<ports::Access> new_secret_access(SecretsManager&, ports::Call& call, const std::string& name) {
  SecretRecord secret{.name = name, .suffix = "??????"};
  ports::Access access{.resource = secret_arn(call.region, call.account, secret), .resource_account = call.account};
  access.context["secretsmanager:Name"] = {name};
  return access;
}

Result<ports::Access> secret_access(SecretsManager& secrets, ports::Call& call, const std::string& secret_id) {
  auto secret = find_secret(call, secret_id);
  if (!secret) {
    ports::Access access{.resource = secret_id, .resource_account = call.account};
    if (!secret_id.starts_with("arn:")) access = TRY(new_secret_access(secrets, call, secret_id));
    access.context = {{"secretsmanager:SecretId", {secret_id}}};
    return access;
  }
  ports::Access access{.resource = secret->arn(), .resource_account = secret->scope.account};
  if (!secret->record.policy.empty()) access.resource_policies.push_back(secret->record.policy);
  access.context["secretsmanager:SecretId"] = {secret->arn()};
  access.context["secretsmanager:SecretPrimaryRegion"] = {secret->scope.region};
  aws::tell_resource_tags(access, secret->record.tags, "secretsmanager:ResourceTag/");
  return access;
}

}  // namespace stellwerk::secretsmanager
