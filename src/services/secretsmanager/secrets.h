#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/secretsmanager.h"
#include "base/result.h"
#include "ports/call.h"
#include "services/secretsmanager/records.h"
#include "services/secretsmanager/rules.h"

namespace stellwerk::secretsmanager {

/// A secret with the account and region that it lies in: an ARN may name another account's.
struct FoundSecret {
  store::Scope scope;
  SecretRecord record;
  std::string arn() const { return secret_arn(scope.region, scope.account, record); }
};

/// By name, ARN, or ARN without the six last characters. Errors: ResourceNotFoundException, ValidationException.
Result<FoundSecret> find_secret(ports::Call& call, const std::string& secret_id);
/// The same, unless it is marked for deletion. Errors: InvalidRequestException too.
Result<FoundSecret> live_secret(ports::Call& call, const std::string& secret_id);
void save_secret(ports::Call& call, const FoundSecret& secret);
void erase_secret(store::Transaction& transaction, const store::Scope& scope, const SecretRecord& secret);

std::vector<VersionRecord> versions_of(ports::Call& call, const FoundSecret& secret);
std::optional<VersionRecord> find_version(ports::Call& call, const FoundSecret& secret, const std::string& version_id);
void save_version(ports::Call& call, const FoundSecret& secret, const VersionRecord& version);

struct Value {
  std::string bytes;
  bool is_binary;
};
std::optional<Value> value_in(const std::optional<std::string>& text, const std::optional<std::string>& binary);

/// Adds a version with these stages, unless the same one is there already (a request sent again). Drops the
/// oldest versions without a stage above kVersionsLimit; whoever calls this saves the secret.
/// Errors: ResourceExistsException, InvalidRequestException, EncryptionFailure, KMS's refusals.
Result<void> add_version(ports::Call& call, FoundSecret& secret, const std::string& version_id, const Value& value,
                         const std::vector<std::string>& stages);
/// After the secret was given another key: lets it open the versions that are in use, too, as far as the caller may
/// use both keys. Errors: InvalidRequestException, EncryptionFailure.
Result<void> add_key(ports::Call& call, const FoundSecret& secret);
/// Errors: DecryptionFailure, InvalidRequestException, KMS's refusals.
Result<std::string> decrypted(ports::Call& call, const FoundSecret& secret, const VersionRecord& version);

}  // namespace stellwerk::secretsmanager
