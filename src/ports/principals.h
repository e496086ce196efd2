#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/transaction.h"

namespace stellwerk::ports {

/// Users and roles by the ids that are theirs alone: a policy that names one is kept with the id, so that a
/// later one of the same name is not trusted in its place. Kept by services/iam.
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
class Principals {
 public:
  virtual ~Principals() = default;

  /// A resource's policy as it is to be kept: users and roles by their unique ids ("AIDA…", "AROA…").
  /// Error: MalformedPolicyDocument, Invalid principal in policy: "AWS":"…", for the first user, role or id
  /// that does not exist; services with another code for it change the code.
  virtual Result<std::string> bind_policy(store::Transaction& transaction, std::string_view policy) = 0;
  /// A kept policy as it is to be shown: users and roles by the ARNs that they have now; the id of one that
  /// is gone stays.
  virtual std::string show_policy(store::Transaction& transaction, std::string_view policy) = 0;

  /// The same for a single name, of a grant or a share. Nothing for a user, role or id that does not exist; an
  /// account, a role's session or a service stays what it is.
  virtual std::optional<std::string> bind_principal(store::Transaction& transaction, const std::string& name) = 0;
  virtual std::string show_principal(store::Transaction& transaction, const std::string& name) = 0;
};

}  // namespace stellwerk::ports
