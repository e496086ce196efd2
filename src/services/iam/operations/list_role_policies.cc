#include <functional>

#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"

namespace stellwerk::iam {

Result<ListRolePoliciesResponse> list_role_policies(Iam&, ports::Call& call, const ListRolePoliciesRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  std::vector<std::string> names;
  for (const auto& [name, document] : role.permissions.inline_policies) names.push_back(name);
  ListRolePoliciesResponse response;
  response.policy_names = TRY(page_of(std::move(names), request, response, std::identity()));
  return response;
}

}  // namespace stellwerk::iam
