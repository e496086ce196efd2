#pragma once
#include <string>

#include "base/id_source.h"
#include "base/timestamp.h"
#include "ports/call.h"
#include "ports/principals.h"
#include "services/kms/rules.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::kms {

/// Of the key under which key materials are sealed: see ports::Foundation::derive_key.
inline constexpr std::string_view kWrappingKeyPurpose = "kms";

/// A key found by any of its names.
struct FoundKey {
  store::Scope scope;
  KeyRecord record;
};

struct FoundGrant {
  FoundKey key;
  GrantRecord grant;
};

class Kms {
 public:
  /// `wrapping_key`: 32 bytes under which key materials are sealed.
  Kms(store::Store& store, const Clock& clock, IdSource& ids, ports::Principals& principals, std::string wrapping_key)
      : store_(store), clock_(clock), ids_(ids), principals_(principals), wrapping_key_(std::move(wrapping_key)) {}

  /// Registers deletion at the end of the waiting period, and yearly rotation.
  void attend(store::Outbox& outbox);

  /// By id, ARN, alias name or alias ARN, in the region of the call. alias/aws/<service> is made when first asked for.
  /// Errors: NotFoundException, InvalidArnException.
  Result<FoundKey> find(ports::Call& call, const std::string& key_id);
  /// The key a ciphertext names. Errors: InvalidCiphertextException, IncorrectKeyException if `expected` names
  /// another, AccessDeniedException if the key is not in this region or is gone.
  Result<FoundKey> find_for_ciphertext(ports::Call& call, const std::string& blob,
                                       const std::optional<std::string>& expected);

  /// The grant that a token names. Error: InvalidGrantTokenException.
  Result<FoundGrant> find_grant(ports::Call& call, const std::string& grant_token);
  /// The grant of a key. Error: NotFoundException.
  Result<FoundGrant> find_grant(ports::Call& call, const std::string& key_id, const std::string& grant_id);
  /// The grant that a request to retire it names. Errors: as above; ValidationException if it names none.
  Result<FoundGrant> find_grant(ports::Call& call, const RetireGrantRequest& request);

  /// A key policy as it is to be kept. Errors: MalformedPolicyDocumentException, LimitExceededException.
  Result<std::string> checked_policy(ports::Call& call, const std::string& policy);
  ports::Principals& principals() { return principals_; }
  /// Grants keep users and roles by unique id; answers show their ARNs.
  GrantRecord shown(ports::Call& call, GrantRecord grant);

  Material new_material(std::string_view key_arn, Timestamp now);
  std::string encrypt_under(const FoundKey& key, std::string_view plaintext, const EncryptionContext& context);
  /// InvalidCiphertextException if the blob, the context or the key differs from the encryption's.
  Result<std::string> decrypt_under(const FoundKey& key, std::string_view blob, const EncryptionContext& context);

 private:
  Result<FoundKey> managed_key(ports::Call& call, const store::Scope& scope, const std::string& alias);
  Result<void> delete_key(const store::Scope& scope, const KeyEffect& effect);
  Result<void> rotate_key(const store::Scope& scope, const KeyEffect& effect);

  store::Store& store_;
  const Clock& clock_;
  IdSource& ids_;
  ports::Principals& principals_;
  std::string wrapping_key_;
};

}  // namespace stellwerk::kms
