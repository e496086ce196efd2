#pragma once
#include <memory>
#include <string>

#include "auth/caller.h"
#include "base/timestamp.h"
#include "store/key.h"
#include "store/transaction.h"

namespace stellwerk {
class IdSource;
}

namespace stellwerk::ports {

class Client;

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

  store::Scope scope() const { return {account, region}; }
  store::Scope global_scope() const { return {account, "global"}; }
};

}  // namespace stellwerk::ports
