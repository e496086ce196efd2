#pragma once
#include <optional>
#include <string>

#include "ports/access.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

/// `action` on a key, with what the key and the call say of themselves; its policy is required. Grants are
/// added by those who ask for an operation that grants allow.
ports::Access key_access(ports::Call& call, std::string action, const FoundKey& key);

/// The account and the service that ask (kms:CallerAccount, kms:ViaService).
void tell_caller(const ports::Call& call, ports::Access& access);

/// A key as a policy sees it before it exists: its condition keys are set on kms:CreateKey too.
void tell_key_kind(ports::Access& access);

/// MalformedPolicyDocumentException if `key`, with the policy that it is about to get, would refuse its
/// caller to change that policy again.
Result<void> check_no_lock_out(ports::Call& call, const FoundKey& key);

}  // namespace stellwerk::kms
