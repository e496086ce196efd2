#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<DeleteAccessKeyResponse> delete_access_key(Iam&, ports::Call& call, const DeleteAccessKeyRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(TRY(user_or_caller(call, request.user_name))));
  auto key = TRY(access_key(call, user, request.access_key_id));
  std::erase(user.access_key_ids, key.access_key_id);
  kAccessKeys.erase(call.transaction, kInstallationScope, {key.access_key_id});
  kUses.erase(call.transaction, kInstallationScope, {key.access_key_id});
  directory.save(user);
  return DeleteAccessKeyResponse{};
}

}  // namespace stellwerk::iam
