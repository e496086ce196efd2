#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ports/identity.h"
#include "services/organizations/tree.h"
#include "store/outbox.h"

namespace stellwerk::organizations {

/// Accounts in a tree, and the policies that limit them.
class Organizations final : public ports::ServiceControl {
 public:
  explicit Organizations(ports::Identity& identity) : identity_(identity) {}

  /// It has no background duties: every state is reached within the call that asks for it.
  void attend(store::Outbox&) {}

  std::vector<std::vector<std::string>> policies_for(store::Transaction& transaction,
                                                     const std::string& account) override;
  bool is_suspended(store::Transaction& transaction, const std::string& account) override;
  bool trusts_service(store::Transaction& transaction, const std::string& management_account,
                      std::string_view service_principal) override;
  std::optional<ports::OrganizationPlace> place_of(store::Transaction& transaction,
                                                   const std::string& account) override;

  ports::Identity& identity() { return identity_; }

 private:
  ports::Identity& identity_;
};

}  // namespace stellwerk::organizations
