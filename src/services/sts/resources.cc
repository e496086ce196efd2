#include "aws/tags.h"
#include "base/arn.h"
#include "services/sts/operations.h"
#include "services/sts/rules.h"
#include "services/sts/service.h"

/// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
namespace stellwerk::sts {

Result<std::vector<ports::Access>> accesses(Sts& sts, ports::Call& call, const AssumeRoleRequest& request) {
  auto arn = parse_arn(request.role_arn);
  if (!arn || arn->service != "iam") return Error{"ValidationError", request.role_arn + " is invalid"};
  ports::Access access{"sts:AssumeRole", request.role_arn, arn->account, {}, ports::ResourcePolicyMode::required};
  // A role that does not exist is refused like one that trusts nobody.
  if (auto role = sts.sessions().find_role(call.transaction, request.role_arn)) {
    access.resource_policies.push_back(role->trust_policy);
    aws::tell_resource_tags(access, role->tags, "iam:ResourceTag/");
  }
  access.context["sts:RoleSessionName"] = {request.role_session_name};
  if (request.external_id) access.context["sts:ExternalId"] = {*request.external_id};
  if (request.source_identity) access.context["sts:SourceIdentity"] = {*request.source_identity};
  auto inherited = call.caller.transitive_tag_keys.size();
  auto session = TRY(session_tags(call.caller, request));
  aws::tell_request_tags(access, aws::tag_list(session.tags));
  if (!session.transitive_keys.empty()) access.context["sts:TransitiveTagKeys"] = session.transitive_keys;
  std::vector<ports::Access> out{access};
  if (request.tags.value_or(std::vector<Tag>{}).size() + inherited > 0) {
    access.action = "sts:TagSession";
    out.push_back(access);
  }
  if (request.source_identity || !call.caller.source_identity.empty()) {
    access.action = "sts:SetSourceIdentity";
    out.push_back(access);
  }
  return out;
}

Result<std::vector<ports::Access>> accesses(Sts&, ports::Call& call, const AssumeRootRequest& request) {
  auto account = TRY(target_account(request.target_principal));
  // The policies of the caller's own account decide; the target is told of by its ARN and account.
  ports::Access access{"sts:AssumeRoot", "arn:aws:iam::" + account + ":root", call.account};
  access.context["aws:ResourceAccount"] = {account};
  access.context["sts:TaskPolicyArn"] = {request.task_policy_arn.arn.value_or("")};
  return std::vector<ports::Access>{access};
}

// Whoever has valid credentials may ask who he is, even under an explicit deny.
Result<std::vector<ports::Access>> accesses(Sts&, ports::Call&, const GetCallerIdentityRequest&) {
  return std::vector<ports::Access>{};
}

// A user needs no leave for a session of his own.
Result<std::vector<ports::Access>> accesses(Sts&, ports::Call&, const GetSessionTokenRequest&) {
  return std::vector<ports::Access>{};
}

}  // namespace stellwerk::sts
