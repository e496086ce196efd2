#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace stellwerk::ports {

/// Where an account stands: what aws:PrincipalOrgID and aws:PrincipalOrgPaths (ResourceOrgID …) are made of.
struct OrganizationPlace {
  std::string organization_id;     // "o-…"
  std::string management_account;  // 12 digits
  std::string path;                // "o-…/r-…/ou-…/"
};

/// Service control policies by account. Kept by services/organizations.
class ServiceControl {
 public:
  virtual ~ServiceControl() = default;
  /// See PrincipalPolicies::service_control.
  virtual std::vector<std::vector<std::string>> policies_for(store::Transaction& transaction,
                                                             const std::string& account) = 0;
  /// True once the account was closed: its credentials no longer work.
  virtual bool is_suspended(store::Transaction&, const std::string& /*account*/) { return false; }
  /// Whether the organisation of this management account gave a service ("iam.amazonaws.com") trusted access.
  virtual bool trusts_service(store::Transaction&, const std::string& /*management_account*/,
                              std::string_view /*service_principal*/) {
    return false;
  }
  /// Nothing outside an organisation.
  virtual std::optional<OrganizationPlace> place_of(store::Transaction&, const std::string& /*account*/) { return {}; }
};

}  // namespace stellwerk::ports
