#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/views.h"

namespace stellwerk::iam {

Result<GetUserResponse> get_user(Iam&, ports::Call& call, const GetUserRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(TRY(user_or_caller(call, request.user_name))));
  return GetUserResponse{view(directory, user, Detail::full)};
}

}  // namespace stellwerk::iam
