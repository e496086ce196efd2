#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "auth/caller.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "store/key.h"
#include "store/transaction.h"

namespace stellwerk {
class IdSource;
}

namespace stellwerk::ports {

class Client;

/// What a call waits for that cannot be answered yet.
struct Pending {
  std::vector<std::string> keys;        // as store::Transaction::tell tells them
  std::chrono::milliseconds longest{};  // from now on
};

/// What an operation works with besides its request. Time and chance come from here, never from the host.
struct Call {
  const auth::Caller& caller;
  store::Transaction& transaction;
  Timestamp now;
  std::string request_id;
  std::string account;  // whose endpoint was called: the caller's account
  std::string region;
  IdSource& ids;
  /// Calls other services on the caller's behalf, in this transaction.
  Client& client;
  /// Survives a repeated run after a conflict: what a streamed body became the first time. See S3's PutObject.
  std::shared_ptr<void>& staged;
  /// How long this call has waited until this run, see wait_for.
  std::chrono::milliseconds waited{0};
  std::optional<Pending>* pending = nullptr;  // the gateway's

  /// The answer of an operation that has nothing to say yet, such as a long poll:
  ///   if (messages.empty() && call.waited < longest) return call.wait_for({key}, longest - call.waited);
  /// The transaction is given back. When another commit tells one of the keys, or the time is up, all of the call runs
  /// again, from its authorisation on. It holds no thread and no snapshot meanwhile.
  Error wait_for(std::vector<std::string> keys, std::chrono::milliseconds longest) {
    if (pending) *pending = Pending{std::move(keys), longest};
    return Error{"InternalFailure", "The call waits where nothing can be waited for", 500};
  }

  store::Scope scope() const { return {account, region}; }
  store::Scope global_scope() const { return {account, "global"}; }
};

}  // namespace stellwerk::ports
