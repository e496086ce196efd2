#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "auth/caller.h"
#include "base/result.h"
#include "ports/client.h"
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

/// Credentials, sessions and policies. Kept by services/iam.
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
  virtual void note_use(store::Transaction&, const auth::Caller&, std::string_view /*service*/,
                        const std::string& /*region*/, Timestamp /*now*/) {}

  virtual PrincipalPolicies policies_of(store::Transaction& transaction, const auth::Caller& caller) = 0;

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

  /// A session of a role, for a service ("codebuild.amazonaws.com") that the role's trust policy names.
  /// In a transaction of its own. Errors: AccessDenied with AWS's text if the role is absent or does not
  /// trust the service. `source_arn` is the resource on whose behalf the service acts (aws:SourceArn).
  virtual Result<Session> assume_role_for_service(const std::string& service_principal, const std::string& role_arn,
                                                  const std::string& session_name, const std::string& region,
                                                  const std::string& source_arn = {}) = 0;

  /// The same with credentials that a build or function may use outside the server.
  virtual Result<auth::Credential> credentials_for_service(const std::string& service_principal,
                                                           const std::string& role_arn, const std::string& session_name,
                                                           const std::string& source_arn = {}) = 0;

  /// Gives a new account the role by which its parent enters it (CreateAccount's RoleName): trusts
  /// `trusted_account`'s root, holds AdministratorAccess.
  virtual void create_access_role(store::Transaction& transaction, const std::string& account,
                                  const std::string& role_name, const std::string& trusted_account, Timestamp now) = 0;
};

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

/// Tells EventBridge of a state change, in the transaction that makes it: source "aws.codecommit",
/// detail_type "CodeCommit Repository State Change". Kept by services/events.
class EventSink {
 public:
  virtual ~EventSink() = default;
  struct Event {
    std::string source;
    std::string detail_type;
    std::vector<std::string> resources;
    std::string detail;  // JSON object
  };
  virtual void emit(store::Transaction& transaction, const store::Scope& scope, Timestamp now, Event event) = 0;
};

}  // namespace stellwerk::ports
