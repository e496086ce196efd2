#include <algorithm>

#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<AddUserToGroupResponse> add_user_to_group(Iam&, ports::Call& call, const AddUserToGroupRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  auto user = TRY(directory.user(request.user_name));
  if (std::ranges::find(user.groups, group.name) != user.groups.end()) return AddUserToGroupResponse{};
  if (user.groups.size() >= kGroupsPerUserLimit) {
    return errors::LimitExceededException("Cannot exceed quota for GroupsPerUser: " +
                                          std::to_string(kGroupsPerUserLimit));
  }
  user.groups.push_back(group.name);
  directory.save(user);
  directory.add_member(group.name, user.name);
  return AddUserToGroupResponse{};
}

}  // namespace stellwerk::iam
