#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<ListGroupsForUserResponse> list_groups_for_user(Iam&, ports::Call& call,
                                                       const ListGroupsForUserRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  std::vector<Group> groups;
  for (const auto& name : user.groups) groups.push_back(view(directory, TRY(directory.group(name))));
  ListGroupsForUserResponse response;
  response.groups =
      TRY(sorted_page_of(std::move(groups), request, response, [](const Group& group) { return group.group_name; }));
  return response;
}

}  // namespace stellwerk::iam
