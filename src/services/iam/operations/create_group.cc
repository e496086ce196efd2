#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<CreateGroupResponse> create_group(Iam&, ports::Call& call, const CreateGroupRequest& request) {
  Directory directory(call);
  if (directory.has_group(request.group_name)) {
    return errors::EntityAlreadyExistsException("Group with name " + request.group_name + " already exists.");
  }
  GroupRecord group{.name = request.group_name,
                    .id = new_entity_id(kGroupIdPrefix, call.ids),
                    .path = TRY(checked_path(request.path)),
                    .create_date = call.now};
  directory.save(group);
  return CreateGroupResponse{view(directory, group)};
}

}  // namespace stellwerk::iam
