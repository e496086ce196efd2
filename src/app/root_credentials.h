#pragma once
#include <cstdint>
#include <string>

#include "app/installation.h"
#include "base/result.h"
#include "base/timestamp.h"

namespace stellwerk::app {

inline constexpr std::int64_t kRootCredentialSeconds = 3600;

/// Credentials of an account's root user for an hour, as an AWS profile's credential_process is to print them.
/// Nobody has a key of it: who can read the installation's master key is its owner, as who can read the mail of
/// its address is at AWS. Needs no running server. Errors: MasterKeyMissing and its like, InvalidAccount.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
Result<std::string> root_credentials(const Home& home, const std::string& account, const Clock& clock, IdSource& ids);

}  // namespace stellwerk::app
