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

/// The key's name for KMS. A name without an account means the account of the secret, whoever calls.
std::string qualified_key_of(const ports::Call& call, const FoundSecret& secret) {
  std::string key = key_of(secret);
  if (secret.scope.account == call.account || key.starts_with("arn:")) return key;
  return aws::arn("kms", secret.scope, (key.starts_with("alias/") ? "" : "key/") + key);
}

/// The default key serves nobody outside of its account.
Result<void> check_reach(const ports::Call& call, const FoundSecret& secret, const std::string& key_id) {
  if (secret.scope.account == call.account || !key_id.ends_with(kDefaultKey)) return {};
  return errors::InvalidRequestException(
      "You can't access a secret from a different AWS account if it is encrypted with the default key "
      "aws/secretsmanager. Give the secret a customer managed key.");
}

::stellwerk::Error encryption_error(const aws::KeyFailure& failure) {
  return errors::EncryptionFailure(
      "Secrets Manager can't encrypt the protected secret text using the provided KMS key: " + failure.error.message);
}

/// The version's data key, opened by the first key that the caller may use; the secret's present one comes first.
Result<std::string> data_key_of(ports::Call& call, const FoundSecret& secret, const VersionRecord& version) {
  std::vector<std::pair<std::string, std::string>> sealed{{version.kms_key_id, version.encrypted_data_key}};
  sealed.insert(sealed.end(), version.later_data_keys.begin(), version.later_data_keys.end());
  std::ranges::stable_partition(sealed, [&](const auto& one) { return one.first == key_of(secret); });
  std::optional<::stellwerk::Error> refusal;
  for (const auto& [key_id, data_key] : sealed) {
    if (auto reach = check_reach(call, secret, key_id); !reach) {
      if (!refusal) refusal = std::move(reach).error();
      continue;
    }
    auto plain = aws::KeyClient::on_behalf(call, kService).decrypt(data_key, "", context_of(secret, version.id));
    if (plain) return std::move(*plain);
    if (refusal) continue;
    const auto& message = plain.error().error.message;
    refusal =
        plain.error().trouble == aws::KeyTrouble::denied
            ? ::stellwerk::Error{"AccessDeniedException", "Access to KMS is not allowed: " + message}
            : errors::DecryptionFailure(
                  "Secrets Manager can't decrypt the protected secret text using the provided KMS key: " + message);
  }
  return std::move(*refusal);
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
  } else {
    TRY(check_name(name));
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
  TRY(check_reach(call, secret, key_of(secret)));
  auto context = context_of(secret, version_id);
  auto key = aws::KeyClient::on_behalf(call, kService).generate(qualified_key_of(call, secret), context);
  if (!key) {
    if (key.error().trouble == aws::KeyTrouble::denied) return std::move(key).error().error;
    return encryption_error(key.error());
  }
  give_stages(secret.record, stages, version_id);
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

Result<void> add_key(ports::Call& call, const FoundSecret& secret) {
  TRY(check_reach(call, secret, key_of(secret)));
  for (const auto& stage : {kCurrent, kPending, kPrevious}) {
    auto holder = secret.record.stages.find(stage);
    if (holder == secret.record.stages.end()) continue;
    auto version = find_version(call, secret, holder->second);
    if (!version || version->kms_key_id == key_of(secret)) continue;
    auto data_key = data_key_of(call, secret, *version);
    if (!data_key) continue;  // whoever may not read a version gives no other key to it
    auto sealed = aws::KeyClient::on_behalf(call, kService)
                      .encrypt(qualified_key_of(call, secret), std::move(*data_key), context_of(secret, version->id));
    if (!sealed && sealed.error().trouble != aws::KeyTrouble::denied) return encryption_error(sealed.error());
    if (!sealed) continue;
    version->later_data_keys[key_of(secret)] = sealed->sealed;
    save_version(call, secret, *version);
  }
  return {};
}

Result<std::string> decrypted(ports::Call& call, const FoundSecret& secret, const VersionRecord& version) {
  auto key = TRY(data_key_of(call, secret, version));
  auto text = unseal(key, version.sealed, secret.arn() + "/" + version.id);
  if (!text) return errors::InternalServiceError("The stored value of " + secret.arn() + " cannot be decrypted.");
  return std::move(*text);
}

}  // namespace stellwerk::secretsmanager
