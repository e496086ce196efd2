#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<ListMFADevicesResponse> list_mfa_devices(Iam&, ports::Call& call, const ListMFADevicesRequest& request) {
  // Users have no MFA devices here, so the list of an existing user is empty.
  TRY(Directory(call).user(TRY(user_or_caller(call, request.user_name))));
  ListMFADevicesResponse response;
  response.is_truncated = false;
  return response;
}

}  // namespace stellwerk::iam
