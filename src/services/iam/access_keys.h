#pragma once
#include <optional>
#include <string>

#include "base/result.h"
#include "ports/call.h"
#include "services/iam/directory.h"

namespace stellwerk::iam {

/// `user_name`, or the caller's own: operations on oneself may leave it out.
/// Errors: ValidationError if the caller is no user.
Result<std::string> user_or_caller(const ports::Call& call, const std::optional<std::string>& user_name);

/// Makes a key and enters it in `user`; whoever calls this saves both.
AccessKeyRecord new_access_key(const Directory& directory, UserRecord& user, Timestamp now, IdSource& ids);
/// Errors: NoSuchEntity unless it is this user's.
Result<AccessKeyRecord> access_key(ports::Call& call, const UserRecord& user, const std::string& access_key_id);
void save_access_key(store::Transaction& transaction, const AccessKeyRecord& key);

}  // namespace stellwerk::iam
