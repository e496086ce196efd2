#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<DeleteLoginProfileResponse> delete_login_profile(Iam&, ports::Call& call,
                                                        const DeleteLoginProfileRequest& request) {
  // Users have no passwords here.
  auto user = TRY(Directory(call).user(TRY(user_or_caller(call, request.user_name))));
  return errors::NoSuchEntityException("Login Profile for User " + user.name + " cannot be found.");
}

}  // namespace stellwerk::iam
