#pragma once
#include <optional>
#include <string>
#include <vector>

#include "api/secretsmanager.h"
#include "aws/tags.h"
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

/// What DescribeSecret and ListSecrets show alike; `stages` is what each calls the labels of its versions.
template <class Shown, class Stages>
void show_secret(const FoundSecret& secret, Shown& shown, Stages& stages) {
  const auto& record = secret.record;
  shown.arn = secret.arn();
  shown.name = record.name;
  if (!record.description.empty()) shown.description = record.description;
  if (!record.kms_key_id.empty()) shown.kms_key_id = record.kms_key_id;
  shown.last_changed_date = record.changed;
  shown.last_accessed_date = record.accessed;
  shown.deleted_date = record.deletion_asked;
  shown.created_date = record.created;
  shown.tags = aws::tags_as<Tag>(record.tags);
  if (!record.stages.empty()) stages.emplace();
  for (const auto& [stage, id] : record.stages) (*stages)[id].push_back(stage);
}

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
