#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ports/account_roles.h"
#include "ports/service_control.h"
#include "services/organizations/tree.h"

namespace stellwerk::organizations {

/// Accounts in a tree, and the policies that limit them.
class Organizations final : public ports::ServiceControl {
 public:
  explicit Organizations(ports::AccountRoles& account_roles) : account_roles_(account_roles) {}

  std::vector<std::vector<std::string>> policies_for(store::Transaction& transaction,
                                                     const std::string& account) override;
  bool is_suspended(store::Transaction& transaction, const std::string& account) override;
  bool trusts_service(store::Transaction& transaction, const std::string& management_account,
                      std::string_view service_principal) override;
  std::optional<ports::OrganizationPlace> place_of(store::Transaction& transaction,
                                                   const std::string& account) override;

  ports::AccountRoles& account_roles() { return account_roles_; }

 private:
  ports::AccountRoles& account_roles_;
};

}  // namespace stellwerk::organizations
