#pragma once
#include "gateway/environment.h"
#include "ports/authoriser.h"

namespace stellwerk::gateway {

/// The same decision as for operations, for endpoints that are none.
class EndpointAuthoriser final : public ports::Authoriser {
 public:
  explicit EndpointAuthoriser(Environment& environment) : environment_(environment) {}
  Result<void> check(store::Transaction& transaction, const auth::Caller& caller, const std::string& region,
                     Timestamp now, std::vector<ports::Access> accesses) override;

 private:
  Environment& environment_;
};

}  // namespace stellwerk::gateway
