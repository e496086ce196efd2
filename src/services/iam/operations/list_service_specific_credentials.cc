#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<ListServiceSpecificCredentialsResponse> list_service_specific_credentials(
    Iam&, ports::Call& call, const ListServiceSpecificCredentialsRequest& request) {
  // Users have no service-specific credentials here, so the list of an existing user is empty.
  if (!request.all_users.value_or(false)) TRY(Directory(call).user(TRY(user_or_caller(call, request.user_name))));
  ListServiceSpecificCredentialsResponse response;
  response.service_specific_credentials.emplace();
  response.is_truncated = false;
  return response;
}

}  // namespace stellwerk::iam
