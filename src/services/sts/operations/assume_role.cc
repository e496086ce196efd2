#include "auth/policy.h"
#include "base/arn.h"
#include "services/sts/operations.h"
#include "services/sts/rules.h"
#include "services/sts/service.h"

namespace stellwerk::sts {

namespace {

Result<void> check_supported(const AssumeRoleRequest& request) {
  if (request.serial_number || request.token_code) {
    return Error{"AccessDenied",
                 "MultiFactorAuthentication failed, unable to validate MFA code: no MFA device is registered", 403};
  }
  if (request.provided_contexts && !request.provided_contexts->empty()) {
    return Error{"InvalidParameterValue", "ProvidedContexts are not supported."};
  }
  return {};
}

/// Source identity is set once and stays over all chained sessions.
Result<std::string> source_identity(const auth::Caller& caller, const AssumeRoleRequest& request) {
  if (caller.source_identity.empty()) return request.source_identity.value_or("");
  if (request.source_identity && *request.source_identity != caller.source_identity) {
    return Error{"AccessDenied", "The source identity cannot be changed once it is set", 403};
  }
  return caller.source_identity;
}

Result<void> add_session_policies(Sts& sts, ports::Call& call, const AssumeRoleRequest& request,
                                  const std::string& account, ports::RoleSessionRequest& session) {
  if (request.policy) {
    if (request.policy->size() > kSessionPolicyCharactersLimit) {
      return Error{"ValidationError",
                   "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have "
                   "length less than or equal to " +
                       std::to_string(kSessionPolicyCharactersLimit)};
    }
    TRY(auth::parse_policy(*request.policy, auth::PolicyKind::identity));
    session.session_policies.push_back(*request.policy);
  }
  if (!request.policy_arns) return {};
  if (request.policy_arns->size() > kSessionPolicyArnsLimit) {
    return Error{"ValidationError",
                 "At most " + std::to_string(kSessionPolicyArnsLimit) + " managed session policies may be given"};
  }
  for (const auto& policy : *request.policy_arns) {
    auto arn = policy.arn.value_or("");
    if (!sts.sessions().has_policy(call.transaction, account, arn)) {
      return Error{"InvalidParameterValue",
                   "Policy " + arn + " does not exist or is not attachable in account " + account};
    }
    session.session_policy_arns.push_back(arn);
  }
  return {};
}

}  // namespace

Result<AssumeRoleResponse> assume_role(Sts& sts, ports::Call& call, const AssumeRoleRequest& request) {
  if (call.caller.type == auth::PrincipalType::root) {
    return Error{"AccessDenied", "Roles may not be assumed by root accounts.", 403};
  }
  TRY(check_supported(request));
  auto role = sts.sessions().find_role(call.transaction, request.role_arn);
  if (!role) return Error{"AccessDenied", "Not authorized to perform sts:AssumeRole on " + request.role_arn, 403};
  AssumeRoleResponse response;
  response.packed_policy_size = packed_policy_size(request);
  if (response.packed_policy_size.value_or(0) > 100) {
    return errors::PackedPolicyTooLargeException("Packed policy consumes " +
                                                 std::to_string(*response.packed_policy_size) +
                                                 "% of allotted space, please use smaller policy.");
  }
  ports::RoleSessionRequest session{.role_arn = request.role_arn, .session_name = request.role_session_name};
  session.duration_seconds = TRY(role_session_seconds(call.caller, *role, request.duration_seconds));
  session.source_identity = TRY(source_identity(call.caller, request));
  auto tags = TRY(session_tags(call.caller, request));
  session.tags = std::move(tags.tags);
  session.transitive_tag_keys = std::move(tags.transitive_keys);
  TRY(add_session_policies(sts, call, request, parse_arn(request.role_arn)->account, session));
  auto credential = TRY(sts.sessions().issue_role_session(call.transaction, session));
  response.credentials = Credentials{credential.access_key_id, credential.secret_access_key, credential.session_token,
                                     *credential.expires};
  response.assumed_role_user = AssumedRoleUser{credential.caller.principal_id, credential.caller.arn};
  if (!session.source_identity.empty()) response.source_identity = session.source_identity;
  return response;
}

}  // namespace stellwerk::sts
