#pragma once
#include <expected>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "ports/client.h"

namespace stellwerk::aws {

/// Why KMS did not help, so that no service reads the words of another's error.
enum class KeyTrouble {
  denied,         // neither the key's policy nor the caller's allows it
  not_found,      // there is no such key or alias
  disabled,       // DisabledException
  wrong_state,    // pending deletion
  not_decrypted,  // the ciphertext, its context or the key is another
  unavailable,    // anything else
};

struct KeyFailure {
  KeyTrouble trouble;
  Error error;  // as KMS gave it
};

template <class T>
using KeyResult = std::expected<T, KeyFailure>;

/// A data key, and what is kept of it. Not the plain one: it lives as long as what it opens is worked with.
struct DataKey {
  std::string plain;        // 32 bytes
  std::string kms_key_arn;  // under which it is sealed
  std::string sealed;
};

/// KMS as other services use it: who asks is told once, then keys are made, sealed and opened.
/// Source: https://docs.aws.amazon.com/kms/latest/developerguide/service-integration.html
class KeyClient {
 public:
  using Context = std::map<std::string, std::string>;

  /// On behalf of the call's caller, who needs the permission; `service` ("s3.amazonaws.com") is what kms:ViaService
  /// is made of. In the call's transaction. `region`: where the resource lies and its keys are; empty: where the call
  /// was made.
  static KeyClient on_behalf(ports::Call& call, std::string service, std::string region = "");
  /// As another session, in the call's transaction: a service that stands in the key's policy itself.
  static KeyClient as(ports::Call& call, ports::Session session);
  /// On behalf of a session, in a transaction of its own. For work outside of operations.
  static KeyClient on_behalf(ports::Client& client, ports::Session session, std::string service);

  /// A new data key of 256 bits.
  KeyResult<DataKey> generate(const std::string& key_id, const Context& context);
  /// Seals up to 4 KiB under the key itself.
  KeyResult<DataKey> encrypt(const std::string& key_id, std::string plain, const Context& context);
  /// In the Region of the key. `kms_key_arn` empty: the one that the ciphertext names, which lies where keys are made.
  KeyResult<std::string> decrypt(const std::string& sealed, const std::string& kms_key_arn, const Context& context);

 private:
  KeyClient() = default;
  /// `region`: where to ask; empty: where the call was made, or the session is.
  template <class Request>
  KeyResult<typename Request::Response> ask(const Request& request, const std::string& region);

  ports::Call* call_ = nullptr;
  ports::Client* client_ = nullptr;
  std::optional<ports::Session> session_;
  std::string service_;
  std::string region_;
};

}  // namespace stellwerk::aws
