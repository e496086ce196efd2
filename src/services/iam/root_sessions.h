#pragma once
#include <cstdint>
#include <string>

#include "auth/caller.h"
#include "base/id_source.h"
#include "services/iam/sessions.h"

/// Sessions of an account's root user. Nobody holds a long-term key of it: STS AssumeRoot makes a session for one
/// task, and whoever holds the installation's master key can make one for anything.
namespace stellwerk::iam {

/// Who a root user's session is.
auth::Caller root_caller(const SessionRecord& session);

/// `session` names the account, and the policies that limit it if any; the rest is made here. `session_key` is
/// the Iam's.
auth::Credential root_credential(SessionRecord session, std::int64_t duration_seconds, const std::string& session_key,
                                 Timestamp now, IdSource& ids);

}  // namespace stellwerk::iam
