#include "services/iam/access_keys.h"

#include <algorithm>

#include "api/iam.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

Result<std::string> user_or_caller(const ports::Call& call, const std::optional<std::string>& user_name) {
  if (user_name) return *user_name;
  if (call.caller.type == auth::PrincipalType::user) return call.caller.user_name;
  return Error{"ValidationError", "Must specify userName when calling with non-User credentials"};
}

AccessKeyRecord new_access_key(const Directory& directory, UserRecord& user, Timestamp now, IdSource& ids) {
  AccessKeyRecord key{.access_key_id = new_access_key_id(kLongTermKeyPrefix, ids),
                      .secret_access_key = new_secret_access_key(ids),
                      .account = directory.account(),
                      .user_name = user.name,
                      .create_date = now};
  user.access_key_ids.push_back(key.access_key_id);
  return key;
}

Result<AccessKeyRecord> access_key(ports::Call& call, const UserRecord& user, const std::string& access_key_id) {
  if (std::ranges::find(user.access_key_ids, access_key_id) != user.access_key_ids.end()) {
    if (auto key = kAccessKeys.get(call.transaction, kInstallationScope, {access_key_id})) return std::move(*key);
  }
  return errors::NoSuchEntityException("The Access Key with id " + access_key_id + " cannot be found.");
}

void save_access_key(store::Transaction& transaction, const AccessKeyRecord& key) {
  kAccessKeys.put(transaction, kInstallationScope, {key.access_key_id}, key);
}

}  // namespace stellwerk::iam
