#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<TagRoleResponse> tag_role(Iam&, ports::Call& call, const TagRoleRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  TRY(add_tags(role.tags, tag_pairs(request.tags)));
  directory.save(role);
  return TagRoleResponse{};
}

}  // namespace stellwerk::iam
