#include <functional>

#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"

namespace stellwerk::iam {

Result<ListUserPoliciesResponse> list_user_policies(Iam&, ports::Call& call, const ListUserPoliciesRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  std::vector<std::string> names;
  for (const auto& [name, document] : user.permissions.inline_policies) names.push_back(name);
  ListUserPoliciesResponse response;
  response.policy_names = TRY(page_of(std::move(names), request, response, std::identity()));
  return response;
}

}  // namespace stellwerk::iam
