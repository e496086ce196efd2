#include "services/secretsmanager/secrets.h"

#include <algorithm>

#include "aws/arn.h"
#include "aws/key_client.h"
#include "base/arn.h"
#include "base/bytes.h"
#include "base/cipher.h"

namespace stellwerk::secretsmanager {

namespace {

constexpr const char* kService = "secretsmanager.amazonaws.com";
constexpr std::size_t kSuffixWithDash = 7;

::stellwerk::Error not_found() {
  return errors::ResourceNotFoundException("Secrets Manager can't find the specified secret.");
}

std::map<std::string, std::string> context_of(const FoundSecret& secret, const std::string& version_id) {
  return {{"SecretARN", secret.arn()}, {"SecretVersionId", version_id}};
}

std::string key_of(const FoundSecret& secret) {
  return secret.record.kms_key_id.empty() ? kDefaultKey : secret.record.kms_key_id;
}

/// The key's name for KMS. A name without an account means the account of the secret, whoever calls: the default
/// key serves nobody outside of it.
std::string qualified_key_of(const ports::Call& call, const FoundSecret& secret) {
  std::string key = key_of(secret);
  if (secret.scope.account == call.account || key.starts_with("arn:")) return key;
  return aws::arn("kms", secret.scope, (key.starts_with("alias/") ? "" : "key/") + key);
}

Result<void> drop_old_versions(ports::Call& call, const FoundSecret& secret) {
  auto versions = versions_of(call, secret);
  if (versions.size() < kVersionsLimit) return {};
  std::erase_if(versions, [&](const auto& version) { return !stages_of(secret.record, version.id).empty(); });
  if (versions.empty()) {
    return errors::LimitExceededException("A secret can have up to " + std::to_string(kVersionsLimit) +
                                          " versions with staging labels.");
  }
  auto oldest = std::ranges::min_element(versions, {}, &VersionRecord::created);
  kVersions.erase(call.transaction, secret.scope, {secret.record.name, oldest->id});
  return {};
}

}  // namespace

Result<FoundSecret> find_secret(ports::Call& call, const std::string& secret_id) {
  store::Scope scope = call.scope();
  std::string name = secret_id;
  std::string suffix;
  if (auto arn = parse_arn(secret_id)) {
    if (arn->service != "secretsmanager" || arn->region != call.region || !arn->resource.starts_with("secret:")) {
      return not_found();
    }
    scope.account = arn->account;
    name = arn->resource.substr(std::string_view("secret:").size());
    if (name.size() > kSuffixWithDash && name[name.size() - kSuffixWithDash] == '-') {
      suffix = name.substr(name.size() - kSuffixWithDash + 1);
    }
  }
  if (!suffix.empty()) {
    auto secret = kSecrets.get(call.transaction, scope, {name.substr(0, name.size() - kSuffixWithDash)});
    if (secret && secret->suffix == suffix) return FoundSecret{scope, std::move(*secret)};
  }
  auto secret = kSecrets.get(call.transaction, scope, {name});
  if (!secret) return not_found();
  return FoundSecret{scope, std::move(*secret)};
}

Result<FoundSecret> live_secret(ports::Call& call, const std::string& secret_id) {
  auto secret = TRY(find_secret(call, secret_id));
  if (!secret.record.deletion_due) return secret;
  return errors::InvalidRequestException(
      "You can't perform this operation on the secret because it was marked for deletion.");
}

void save_secret(ports::Call& call, const FoundSecret& secret) {
  kSecrets.put(call.transaction, secret.scope, {secret.record.name}, secret.record);
}

void erase_secret(store::Transaction& transaction, const store::Scope& scope, const SecretRecord& secret) {
  for (const auto& version : kVersions.all(transaction, scope, {secret.name})) {
    kVersions.erase(transaction, scope, {secret.name, version.id});
  }
  kSecrets.erase(transaction, scope, {secret.name});
}

std::vector<VersionRecord> versions_of(ports::Call& call, const FoundSecret& secret) {
  return kVersions.all(call.transaction, secret.scope, {secret.record.name});
}

std::optional<VersionRecord> find_version(ports::Call& call, const FoundSecret& secret, const std::string& version_id) {
  return kVersions.get(call.transaction, secret.scope, {secret.record.name, version_id});
}

void save_version(ports::Call& call, const FoundSecret& secret, const VersionRecord& version) {
  kVersions.put(call.transaction, secret.scope, {secret.record.name, version.id}, version);
}

std::optional<Value> value_in(const std::optional<std::string>& text, const std::optional<std::string>& binary) {
  if (text) return Value{*text, false};
  if (binary) return Value{*binary, true};
  return std::nullopt;
}

Result<void> add_version(ports::Call& call, FoundSecret& secret, const std::string& version_id, const Value& value,
                         const std::vector<std::string>& stages) {
  if (auto present = find_version(call, secret, version_id)) {
    bool is_same = present->is_binary == value.is_binary &&
                   equal_in_constant_time(TRY(decrypted(call, secret, *present)), value.bytes);
    if (is_same) return {};
    return errors::ResourceExistsException("You can't use ClientRequestToken " + version_id +
                                           " because that value is already in use for a version of secret " +
                                           secret.arn() + ".");
  }
  auto context = context_of(secret, version_id);
  auto key = aws::KeyClient::on_behalf(call, kService).generate(qualified_key_of(call, secret), context);
  if (!key) {
    if (key.error().trouble == aws::KeyTrouble::denied) return std::move(key).error().error;
    return errors::EncryptionFailure(
        "Secrets Manager can't encrypt the protected secret text using the provided KMS key: " +
        key.error().error.message);
  }
  move_stages(secret.record, stages, version_id);
  // A secret's first version is its current one, whatever else it is called.
  if (!secret.record.stages.contains(kCurrent)) secret.record.stages[kCurrent] = version_id;
  TRY(drop_old_versions(call, secret));
  save_version(call, secret,
               {.id = version_id,
                .created = call.now,
                .is_binary = value.is_binary,
                .kms_key_id = key_of(secret),
                .encrypted_data_key = key->sealed,
                .sealed = seal(key->plain, value.bytes, secret.arn() + "/" + version_id, call.ids)});
  secret.record.changed = call.now;
  return {};
}

Result<std::string> decrypted(ports::Call& call, const FoundSecret& secret, const VersionRecord& version) {
  auto key =
      aws::KeyClient::on_behalf(call, kService).decrypt(version.encrypted_data_key, "", context_of(secret, version.id));
  if (!key) {
    if (key.error().trouble == aws::KeyTrouble::denied) {
      return ::stellwerk::Error{"AccessDeniedException", "Access to KMS is not allowed: " + key.error().error.message};
    }
    return errors::DecryptionFailure(
        "Secrets Manager can't decrypt the protected secret text using the provided KMS key: " +
        key.error().error.message);
  }
  auto text = unseal(*key, version.sealed, secret.arn() + "/" + version.id);
  if (!text) return errors::InternalServiceError("The stored value of " + secret.arn() + " cannot be decrypted.");
  return std::move(*text);
}

}  // namespace stellwerk::secretsmanager
