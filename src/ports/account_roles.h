#pragma once
#include <string>

#include "base/timestamp.h"
#include "store/transaction.h"

namespace stellwerk::ports {

/// Roles that a new account has from its beginning. Kept by services/iam for Organizations.
class AccountRoles {
 public:
  virtual ~AccountRoles() = default;

  /// Gives a new account the role by which its parent enters it (CreateAccount's RoleName): trusts
  /// `trusted_account`'s root, holds AdministratorAccess.
  virtual void create_access_role(store::Transaction& transaction, const std::string& account,
                                  const std::string& role_name, const std::string& trusted_account, Timestamp now) = 0;
};

}  // namespace stellwerk::ports
