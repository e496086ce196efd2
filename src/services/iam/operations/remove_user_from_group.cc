#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<RemoveUserFromGroupResponse> remove_user_from_group(Iam&, ports::Call& call,
                                                           const RemoveUserFromGroupRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  auto user = TRY(directory.user(request.user_name));
  if (std::erase(user.groups, group.name) == 0) {
    return errors::NoSuchEntityException("User " + user.name + " is not a member of the group " + group.name + ".");
  }
  directory.save(user);
  directory.remove_member(group.name, user.name);
  return RemoveUserFromGroupResponse{};
}

}  // namespace stellwerk::iam
