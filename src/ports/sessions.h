#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "auth/caller.h"
#include "base/result.h"
#include "store/transaction.h"

namespace stellwerk::ports {

/// What a session of a role is to carry. `duration_seconds` is checked by the caller.
struct RoleSessionRequest {
  std::string role_arn;
  std::string session_name;
  std::int64_t duration_seconds = 3600;
  std::vector<std::string> session_policies;
  std::map<std::string, std::string> tags;
  std::string source_identity;
  /// Managed policies that limit the session like `session_policies`; read anew at each call.
  std::vector<std::string> session_policy_arns = {};
  /// Tags that a session begun from this one inherits.
  std::vector<std::string> transitive_tag_keys = {};
};

struct RoleTrust {
  std::string role_arn;
  std::string role_id;
  std::string trust_policy;  // JSON
  std::int64_t max_session_seconds = 3600;
  std::map<std::string, std::string> tags = {};
};

/// Sessions as STS hands them out: it checks who may have one. Kept by services/iam.
class Sessions {
 public:
  virtual ~Sessions() = default;

  virtual std::optional<RoleTrust> find_role(store::Transaction& transaction, const std::string& role_arn) = 0;

  /// Whether a managed policy of AWS's or of `account` has this ARN.
  virtual bool has_policy(store::Transaction& transaction, const std::string& account,
                          const std::string& policy_arn) = 0;

  /// Temporary credentials of a role; whoever calls this has checked the trust policy.
  virtual Result<auth::Credential> issue_role_session(store::Transaction& transaction,
                                                      const RoleSessionRequest& request) = 0;
  /// Temporary credentials of a user (GetSessionToken).
  virtual Result<auth::Credential> issue_user_session(store::Transaction& transaction, const auth::Caller& user,
                                                      std::int64_t duration_seconds) = 0;
};

}  // namespace stellwerk::ports
