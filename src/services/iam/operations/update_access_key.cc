#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<UpdateAccessKeyResponse> update_access_key(Iam&, ports::Call& call, const UpdateAccessKeyRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(TRY(user_or_caller(call, request.user_name))));
  auto key = TRY(access_key(call, user, request.access_key_id));
  if (request.status == "Expired") {
    return Error{"ValidationError", "The status of an access key can be set to Active or Inactive only."};
  }
  key.is_active = request.status == "Active";
  save_access_key(call.transaction, key);
  return UpdateAccessKeyResponse{};
}

}  // namespace stellwerk::iam
