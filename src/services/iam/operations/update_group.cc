#include <algorithm>

#include "base/bytes.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<UpdateGroupResponse> update_group(Iam&, ports::Call& call, const UpdateGroupRequest& request) {
  Directory directory(call);
  auto group = TRY(directory.group(request.group_name));
  auto old = group;
  if (request.new_path) group.path = TRY(checked_path(request.new_path));
  if (request.new_group_name && *request.new_group_name != old.name) {
    group.name = *request.new_group_name;
    if (to_lower(group.name) != to_lower(old.name) && directory.has_group(group.name)) {
      return errors::EntityAlreadyExistsException("Group with name " + group.name + " already exists.");
    }
    rename_holder(directory, holder(old), group.name);
    for (const auto& name : directory.members(old.name)) {
      auto user = TRY(directory.user(name));
      std::ranges::replace(user.groups, old.name, group.name);
      directory.save(user);
      directory.remove_member(old.name, name);
      directory.add_member(group.name, name);
    }
    directory.erase(old);
  }
  directory.save(group);
  return UpdateGroupResponse{};
}

}  // namespace stellwerk::iam
