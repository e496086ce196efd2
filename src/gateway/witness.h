#pragma once
#include <string>
#include <string_view>

#include "auth/caller.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "store/transaction.h"

namespace stellwerk::gateway {

/// One call as it was carried out, or refused.
struct Carried {
  std::string_view service;    // the endpoint's prefix, "s3"
  std::string_view operation;  // "PutObject"; of git "GitPull"
  const auth::Caller& caller;
  const std::string& region;
  Timestamp now;
  const Error* error = nullptr;  // null: it succeeded
};

/// Who must know of every call, whoever made it and however it came: a client's request, a service's call for someone,
/// git. Of a call that succeeds it is told in the call's own transaction, so that what it writes is kept exactly if the
/// call is; again if that runs again. Of a refused one in a transaction of its own, or in that of the call around it.
class Witness {
 public:
  virtual ~Witness() = default;
  /// Whether it keeps anything of such a call: a refused one costs a transaction only if somebody does.
  virtual bool keeps(const Carried& carried) const = 0;
  /// Only of calls that it keeps something of.
  virtual void saw(store::Transaction& transaction, const Carried& carried) = 0;
};

}  // namespace stellwerk::gateway
