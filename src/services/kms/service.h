#pragma once
#include <string>

#include "base/id_source.h"
#include "base/timestamp.h"
#include "ports/call.h"
#include "services/kms/rules.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::kms {

/// A key found by any of its names.
struct FoundKey {
  store::Scope scope;
  KeyRecord record;
};

class Kms {
 public:
  /// `wrapping_key`: 32 bytes under which key materials are sealed.
  Kms(store::Store& store, const Clock& clock, IdSource& ids, std::string wrapping_key)
      : store_(store), clock_(clock), ids_(ids), wrapping_key_(std::move(wrapping_key)) {}

  /// Registers deletion at the end of the waiting period, and yearly rotation.
  void attend(store::Outbox& outbox);

  /// By id, ARN, alias name or alias ARN. alias/aws/<service> is made when first asked for.
  /// Errors: NotFoundException, InvalidArnException.
  Result<FoundKey> find(ports::Call& call, const std::string& key_id);
  /// The key a ciphertext names. Errors: InvalidCiphertextException, IncorrectKeyException if `expected` names another.
  Result<FoundKey> find_for_ciphertext(ports::Call& call, const std::string& blob,
                                       const std::optional<std::string>& expected);

  Material new_material(std::string_view key_arn, Timestamp now);
  std::string encrypt_under(const FoundKey& key, std::string_view plaintext, const EncryptionContext& context);
  /// InvalidCiphertextException if the blob, the context or the key differs from the encryption's.
  Result<std::string> decrypt_under(const FoundKey& key, std::string_view blob, const EncryptionContext& context);

  IdSource& ids() { return ids_; }

 private:
  Result<FoundKey> managed_key(ports::Call& call, const store::Scope& scope, const std::string& alias);
  Result<void> delete_key(const store::Scope& scope, const KeyEffect& effect);
  Result<void> rotate_key(const store::Scope& scope, const KeyEffect& effect);

  store::Store& store_;
  const Clock& clock_;
  IdSource& ids_;
  std::string wrapping_key_;
};

}  // namespace stellwerk::kms
