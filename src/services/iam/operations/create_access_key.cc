#include "services/iam/access_keys.h"
#include "services/iam/directory.h"
#include "services/iam/operations.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<CreateAccessKeyResponse> create_access_key(Iam&, ports::Call& call, const CreateAccessKeyRequest& request) {
  Directory directory(call);
  auto user = TRY(directory.user(TRY(user_or_caller(call, request.user_name))));
  if (user.access_key_ids.size() >= kAccessKeysPerUserLimit) {
    return errors::LimitExceededException("Cannot exceed quota for AccessKeysPerUser: " +
                                          std::to_string(kAccessKeysPerUserLimit));
  }
  auto key = new_access_key(directory, user, call.now, call.ids);
  save_access_key(call.transaction, key);
  directory.save(user);
  return CreateAccessKeyResponse{{user.name, key.access_key_id, "Active", key.secret_access_key, key.create_date}};
}

}  // namespace stellwerk::iam
