#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<UpdateRoleDescriptionResponse> update_role_description(Iam&, ports::Call& call,
                                                              const UpdateRoleDescriptionRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  role.description = request.description;
  directory.save(role);
  return UpdateRoleDescriptionResponse{view(directory, role, Detail::full)};
}

}  // namespace stellwerk::iam
