#include "aws/tags.h"
#include "base/arn.h"
#include "services/ssm/operations.h"
#include "services/ssm/parameters.h"
#include "services/ssm/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
namespace stellwerk::ssm {

Result<ports::Access> parameter_access(Ssm&, ports::Call& call, const std::string& text) {
  auto name = parse_reference(text, call.scope()).name;
  ports::Access access{.resource = parameter_arn(call.region, call.account, name), .resource_account = call.account};
  if (auto arn = parse_arn(name)) access.resource_account = arn->account;  // whose policy does not name the caller
  aws::tell_resource_tags(access, Parameters(call).tags(name).tags, "ssm:resourceTag/");
  return access;
}

/// Leave for a path is leave for all that lies below it.
Result<ports::Access> path_access(Ssm&, ports::Call& call, const std::string& path) {
  std::string name = path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
  return ports::Access{.resource = parameter_arn(call.region, call.account, name), .resource_account = call.account};
}

Result<ports::Access> region_access(Ssm&, ports::Call& call) {
  return ports::Access{.resource = "arn:aws:ssm:" + call.region + ":" + call.account + ":*",
                       .resource_account = call.account};
}

}  // namespace stellwerk::ssm
