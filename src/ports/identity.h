#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/caller.h"
#include "base/timestamp.h"
#include "store/transaction.h"

namespace stellwerk::ports {

/// The policies that bear on a caller, as JSON texts. Session policies are in the Caller itself.
struct PrincipalPolicies {
  std::vector<std::string> identity;
  std::optional<std::string> permissions_boundary;
  /// Service control policies, one list for the root, each unit on the way, and the account: every list
  /// must allow. Empty for a management account or outside an organisation.
  std::vector<std::vector<std::string>> service_control;
};

/// Who calls, and what bears on them: for those who let requests in. Kept by services/iam.
class Identity {
 public:
  virtual ~Identity() = default;

  /// Nothing for an unknown or inactive key, or a token that was not issued here. Session tokens are sealed
  /// documents, so a temporary credential is read from its token and needs no table.
  virtual std::optional<auth::Credential> find_credential(store::Transaction& transaction,
                                                          const std::string& access_key_id,
                                                          const std::string& session_token) = 0;

  /// Notes that a principal used a service ("s3"), for the times of last use that IAM shows. Called in a
  /// transaction that is about to be committed.
  virtual void note_use(store::Transaction&, const auth::Caller&, std::string_view service, const std::string& region,
                        Timestamp now) = 0;

  virtual PrincipalPolicies policies_of(store::Transaction& transaction, const auth::Caller& caller) = 0;
};

}  // namespace stellwerk::ports
