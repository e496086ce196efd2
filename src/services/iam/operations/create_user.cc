#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<CreateUserResponse> create_user(Iam&, ports::Call& call, const CreateUserRequest& request) {
  Directory directory(call);
  if (directory.has_user(request.user_name)) {
    return errors::EntityAlreadyExistsException("User with name " + request.user_name + " already exists.");
  }
  UserRecord user{.name = request.user_name,
                  .id = new_entity_id(kUserIdPrefix, call.ids),
                  .path = TRY(checked_path(request.path)),
                  .create_date = call.now};
  TRY(add_tags(user.tags, tag_pairs(request.tags)));
  if (request.permissions_boundary) TRY(set_boundary(directory, holder(user), *request.permissions_boundary));
  directory.save(user);
  return CreateUserResponse{view(directory, user, Detail::full)};
}

}  // namespace stellwerk::iam
