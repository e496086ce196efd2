#include "aws/service_roles.h"

#include "base/arn.h"

namespace stellwerk::aws {

Result<ports::Access> pass_role(const ports::Call& call, std::string_view service, const std::string& role_arn,
                                const std::string& associated_arn) {
  auto role = parse_arn(role_arn);
  if (role && role->account != call.account) {
    return Error{
        "AccessDeniedException",
        "Cross-account pass role is not allowed: " + role_arn + " does not belong to account " + call.account + ".",
        403};
  }
  ports::Access access{.action = "iam:PassRole", .resource = role_arn};
  access.context["iam:PassedToService"] = {std::string(service)};
  access.context["iam:AssociatedResourceArn"] = {associated_arn};
  return access;
}

ports::Session as_service(std::string principal, const store::Scope& scope) {
  ports::Session out;
  out.caller.type = auth::PrincipalType::service;
  out.caller.account = scope.account;
  out.caller.arn = std::move(principal);
  out.region = scope.region;
  return out;
}

}  // namespace stellwerk::aws
