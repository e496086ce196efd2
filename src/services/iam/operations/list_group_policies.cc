#include <functional>

#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"

namespace stellwerk::iam {

Result<ListGroupPoliciesResponse> list_group_policies(Iam&, ports::Call& call,
                                                      const ListGroupPoliciesRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  std::vector<std::string> names;
  for (const auto& [name, document] : group.permissions.inline_policies) names.push_back(name);
  ListGroupPoliciesResponse response;
  response.policy_names = TRY(page_of(std::move(names), request, response, std::identity()));
  return response;
}

}  // namespace stellwerk::iam
