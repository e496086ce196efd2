#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"

namespace stellwerk::iam {

Result<ListSSHPublicKeysResponse> list_ssh_public_keys(Iam&, ports::Call& call,
                                                       const ListSSHPublicKeysRequest& request) {
  // Users have no SSH public keys here, so the list of an existing user is empty.
  TRY(Directory(call).user(TRY(user_or_caller(call, request.user_name))));
  ListSSHPublicKeysResponse response;
  response.ssh_public_keys.emplace();
  response.is_truncated = false;
  return response;
}

}  // namespace stellwerk::iam
