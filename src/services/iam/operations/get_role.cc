#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<GetRoleResponse> get_role(Iam&, ports::Call& call, const GetRoleRequest& request) {
  Directory directory(call);
  auto role = TRY(directory.role(request.role_name));
  return GetRoleResponse{view(directory, role, Detail::full)};
}

}  // namespace stellwerk::iam
