#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/permissions.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<CreateRoleResponse> create_role(Iam&, ports::Call& call, const CreateRoleRequest& request) {
  Directory directory(call);
  if (directory.has_role(request.role_name)) {
    return errors::EntityAlreadyExistsException("Role with name " + request.role_name + " already exists.");
  }
  auto trust = TRY(checked_trust_policy(call.transaction, request.assume_role_policy_document));
  RoleRecord role{.name = request.role_name,
                  .id = new_entity_id(kRoleIdPrefix, call.ids),
                  .path = TRY(checked_path(request.path)),
                  .create_date = call.now,
                  .description = request.description.value_or(""),
                  .max_session_seconds = request.max_session_duration.value_or(kDefaultMaxSessionSeconds),
                  .trust_policy = std::move(trust)};
  TRY(add_tags(role.tags, tag_pairs(request.tags)));
  if (request.permissions_boundary) TRY(set_boundary(directory, holder(role), *request.permissions_boundary));
  directory.save(role);
  return CreateRoleResponse{view(directory, role, Detail::full)};
}

}  // namespace stellwerk::iam
