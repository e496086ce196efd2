#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/pages.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<GetGroupResponse> get_group(Iam&, ports::Call& call, const GetGroupRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  std::vector<User> users;
  for (const auto& name : directory.members(group.name)) {
    users.push_back(view(directory, TRY(directory.user(name)), Detail::listed));
  }
  GetGroupResponse response;
  response.group = view(directory, group);
  response.users =
      TRY(sorted_page_of(std::move(users), request, response, [](const User& user) { return user.user_name; }));
  return response;
}

}  // namespace stellwerk::iam
