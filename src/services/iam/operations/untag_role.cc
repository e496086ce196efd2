#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<UntagRoleResponse> untag_role(Iam&, ports::Call& call, const UntagRoleRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  remove_tags(role.tags, request.tag_keys);
  directory.save(role);
  return UntagRoleResponse{};
}

}  // namespace stellwerk::iam
