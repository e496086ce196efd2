#include "services/kms/service.h"

#include <algorithm>
#include <functional>

#include "aws/arn.h"
#include "base/arn.h"
#include "base/assert.h"
#include "base/cipher.h"
#include "services/kms/ciphertext.h"
#include "services/kms/grants.h"

namespace stellwerk::kms {
namespace {

Result<FoundKey> by_id(ports::Call& call, const store::Scope& scope, const std::string& key_id) {
  auto record = kKeys.get(call.transaction, scope, {key_id});
  if (record) return FoundKey{scope, std::move(*record)};
  return errors::NotFoundException("Key '" + aws::arn("kms", scope, "key/" + key_id) + "' does not exist");
}

// The AWS managed keys that services here ask for.
constexpr std::string_view kManagedServices[] = {"s3",        "ssm",  "secretsmanager", "codecommit",
                                                 "codebuild", "logs", "events"};

}  // namespace

Result<FoundKey> Kms::find(ports::Call& call, const std::string& key_id) {
  store::Scope scope = call.scope();
  std::string name = key_id;
  if (key_id.starts_with("arn:")) {
    auto arn = parse_arn(key_id);
    if (!arn || arn->service != "kms") return errors::InvalidArnException("Invalid arn " + key_id);
    if (arn->region != call.region) return errors::NotFoundException("Invalid arn " + arn->region);
    scope = {arn->account, arn->region};
    name = arn->resource.starts_with("key/") ? arn->resource.substr(4) : arn->resource;
  }
  if (!name.starts_with("alias/")) return by_id(call, scope, name);
  if (auto alias = kAliases.get(call.transaction, scope, {name})) return by_id(call, scope, alias->target_key_id);
  if (name.starts_with("alias/aws/")) return managed_key(call, scope, name);
  return errors::NotFoundException("Alias " + aws::arn("kms", scope, name) + " is not found.");
}

Result<FoundKey> Kms::managed_key(ports::Call& call, const store::Scope& scope, const std::string& alias) {
  std::string service = alias.substr(std::string_view("alias/aws/").size());
  bool known = std::ranges::find(kManagedServices, service) != std::end(kManagedServices);
  if (!known || scope.account != call.caller.account) {
    return errors::NotFoundException("Alias " + aws::arn("kms", scope, alias) + " is not found.");
  }
  KeyRecord key;
  key.key_id = call.ids.uuid();
  key.arn = aws::arn("kms", scope, "key/" + key.key_id);
  key.description = "Default key that protects " + service + " data when no other key is defined";
  key.manager = "AWS";
  key.created = call.now;
  key.policy = managed_key_policy(scope.account, scope.region, service);
  key.materials.push_back(new_material(key.arn, call.now));
  kKeys.put(call.transaction, scope, {key.key_id}, key);
  kAliases.put(call.transaction, scope, {alias}, AliasRecord{alias, key.key_id, call.now, call.now});
  return FoundKey{scope, std::move(key)};
}

Result<FoundKey> Kms::find_for_ciphertext(ports::Call& call, const std::string& blob,
                                          const std::optional<std::string>& expected) {
  auto ciphertext = decode_ciphertext(blob);
  auto arn = ciphertext ? parse_arn(ciphertext->key_arn) : std::nullopt;
  if (!arn || !arn->resource.starts_with("key/")) {
    return errors::InvalidCiphertextException("The ciphertext was not made by this service or was changed.");
  }
  auto found = by_id(call, {arn->account, arn->region}, arn->resource.substr(4));
  if (!found || arn->region != call.region) {
    return ::stellwerk::Error{"AccessDeniedException",
                              "The ciphertext refers to a customer master key that does not exist, does not exist in "
                              "this region, or you are not allowed to access.",
                              400};
  }
  FoundKey key = std::move(*found);
  if (expected) {
    FoundKey named = TRY(find(call, *expected));
    if (named.record.arn != key.record.arn) {
      return errors::IncorrectKeyException(
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
  }
  return key;
}

Result<FoundGrant> Kms::find_grant(ports::Call& call, const std::string& grant_token) {
  auto named = decode_grant_token(grant_token);
  auto arn = named ? parse_arn(named->key_arn) : std::nullopt;
  if (arn && arn->region == call.region && arn->resource.starts_with("key/")) {
    auto found = find_grant(call, named->key_arn, named->grant_id);
    if (found) return found;
  }
  return errors::InvalidGrantTokenException("The grant token was not given out by CreateGrant, or its grant is gone.");
}

Result<FoundGrant> Kms::find_grant(ports::Call& call, const std::string& key_id, const std::string& grant_id) {
  FoundKey key = TRY(find(call, key_id));
  auto grant = kGrants.get(call.transaction, key.scope, {key.record.key_id, grant_id});
  if (!grant) return errors::NotFoundException("Grant ID " + grant_id + " not found");
  return FoundGrant{std::move(key), std::move(*grant)};
}

Result<FoundGrant> Kms::find_grant(ports::Call& call, const RetireGrantRequest& request) {
  if (request.grant_token) return find_grant(call, *request.grant_token);
  if (request.key_id && request.grant_id) return find_grant(call, *request.key_id, *request.grant_id);
  return ::stellwerk::Error{"ValidationException", "Give the GrantToken, or both KeyId and GrantId.", 400};
}

Result<std::string> Kms::checked_policy(ports::Call& call, const std::string& policy) {
  TRY(check_policy(policy));
  auto bound = principals_.bind_policy(call.transaction, policy);
  if (bound) return std::move(*bound);
  return errors::MalformedPolicyDocumentException("Policy contains a statement with one or more invalid principals. " +
                                                  bound.error().message);
}

GrantRecord Kms::shown(ports::Call& call, GrantRecord grant) {
  grant.grantee_principal = principals_.show_principal(call.transaction, grant.grantee_principal);
  grant.retiring_principal = principals_.show_principal(call.transaction, grant.retiring_principal);
  return grant;
}

Material Kms::new_material(std::string_view key_arn, Timestamp now) {
  return Material{seal(wrapping_key_, ids_.bytes(kAes256KeyBytes), key_arn, ids_), now, false};
}

std::string Kms::encrypt_under(const FoundKey& key, std::string_view plaintext, const EncryptionContext& context) {
  const KeyRecord& record = key.record;
  auto material = unseal(wrapping_key_, record.materials.back().sealed, record.arn);
  STELLWERK_ASSERT(material.has_value());
  Ciphertext out{record.arn, static_cast<std::uint32_t>(record.materials.size() - 1), {}};
  out.sealed = seal(*material, plaintext, canonical(context), ids_);
  return encode(out);
}

Result<std::string> Kms::decrypt_under(const FoundKey& key, std::string_view blob, const EncryptionContext& context) {
  auto ciphertext = decode_ciphertext(blob);
  if (ciphertext && ciphertext->material < key.record.materials.size()) {
    auto material = unseal(wrapping_key_, key.record.materials[ciphertext->material].sealed, key.record.arn);
    STELLWERK_ASSERT(material.has_value());
    if (auto plaintext = unseal(*material, ciphertext->sealed, canonical(context))) return std::move(*plaintext);
  }
  return errors::InvalidCiphertextException(
      "The ciphertext was changed, or the encryption context is not the one it was encrypted with.");
}

void Kms::attend(store::Outbox& outbox) {
  kDelete.handle(outbox, std::bind_front(&Kms::delete_key, this));
  kRotate.handle(outbox, std::bind_front(&Kms::rotate_key, this));
}

Result<void> Kms::delete_key(const store::Scope& scope, const KeyEffect& effect) {
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    auto key = kKeys.get(transaction, scope, {effect.key_id});
    // A deletion that was cancelled, or set anew for later, leaves this effect without an object.
    if (!key || key->state != "PendingDeletion" || *key->deletion_date > clock_.now()) return {};
    for (const AliasRecord& alias : kAliases.all(transaction, scope)) {
      if (alias.target_key_id == key->key_id) kAliases.erase(transaction, scope, {alias.name});
    }
    for (const GrantRecord& grant : kGrants.all(transaction, scope, {key->key_id})) {
      kGrants.erase(transaction, scope, {key->key_id, grant.grant_id});
    }
    kKeys.erase(transaction, scope, {key->key_id});
    return {};
  });
}

Result<void> Kms::rotate_key(const store::Scope& scope, const KeyEffect& effect) {
  return store_.run([&](store::Transaction& transaction) -> Result<void> {
    auto key = kKeys.get(transaction, scope, {effect.key_id});
    if (!key || !key->rotation_enabled || !key->next_rotation || *key->next_rotation > clock_.now()) return {};
    Timestamp now = clock_.now();
    if (key->state == "Enabled") key->materials.push_back(new_material(key->arn, now));
    key->next_rotation = now.plus_seconds(key->rotation_period_in_days * kSecondsPerDay);
    kKeys.put(transaction, scope, {key->key_id}, *key);
    kRotate.after(transaction, scope, effect, *key->next_rotation);
    return {};
  });
}

}  // namespace stellwerk::kms
