#pragma once
#include <string>
#include <vector>

#include "auth/caller.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "ports/access.h"
#include "store/transaction.h"

namespace stellwerk::ports {

/// The gateway's decision, for what reaches a service by another way than an operation (git over HTTPS).
class Authoriser {
 public:
  virtual ~Authoriser() = default;
  /// Error: AccessDeniedException (403) with AWS's text if one of the accesses is not allowed.
  virtual Result<void> check(store::Transaction& transaction, const auth::Caller& caller, const std::string& region,
                             Timestamp now, std::vector<Access> accesses) = 0;
};

}  // namespace stellwerk::ports
