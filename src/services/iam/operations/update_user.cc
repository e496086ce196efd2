#include "base/bytes.h"
#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<UpdateUserResponse> update_user(Iam&, ports::Call& call, const UpdateUserRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(request.user_name));
  auto old = user;
  if (request.new_path) user.path = TRY(checked_path(request.new_path));
  if (request.new_user_name && *request.new_user_name != old.name) {
    user.name = *request.new_user_name;
    if (to_lower(user.name) != to_lower(old.name) && directory.has_user(user.name)) {
      return errors::EntityAlreadyExistsException("User with name " + user.name + " already exists.");
    }
    rename_holder(directory, holder(old), user.name);
    for (const auto& group : user.groups) {
      directory.remove_member(group, old.name);
      directory.add_member(group, user.name);
    }
    for (const auto& id : user.access_key_ids) {
      auto key = TRY(access_key(call, old, id));
      key.user_name = user.name;
      save_access_key(call.transaction, key);
    }
    directory.erase(old);
  }
  directory.save(user);
  return UpdateUserResponse{};
}

}  // namespace stellwerk::iam
