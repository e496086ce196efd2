#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "auth/caller.h"
#include "auth/policy.h"
#include "base/id_source.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "ports/account_roles.h"
#include "ports/identity.h"
#include "ports/principals.h"
#include "ports/roles.h"
#include "ports/root_sessions.h"
#include "ports/service_control.h"
#include "ports/sessions.h"
#include "services/iam/records.h"
#include "store/outbox.h"
#include "store/store.h"

namespace stellwerk::iam {

/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
inline constexpr std::size_t kRoleSessionNameCharactersLimit = 64;

/// Of the key that seals session tokens: see ports::Foundation::derive_key.
inline constexpr std::string_view kSessionKeyPurpose = "iam.sessions";

/// Principals and what they may do: users, groups, roles, managed policies, keys, sessions.
class Iam final : public ports::Identity,
                  public ports::Sessions,
                  public ports::Roles,
                  public ports::AccountRoles,
                  public ports::Principals,
                  public ports::RootSessions {
 public:
  /// `session_key` (32 bytes) seals session tokens: whoever holds it can issue any session.
  Iam(store::Store& store, const Clock& clock, IdSource& ids, std::string session_key);

  /// From then on service control policies are part of policies_of. Before the first call.
  void limit_by(ports::ServiceControl& service_control);
  void attend(store::Outbox& outbox);

  auth::PolicyCache& policy_cache() { return policy_cache_; }

  struct FirstCredentials {
    std::string access_key_id;
    std::string secret_access_key;
  };
  /// The user `administrator` with AdministratorAccess, in an account that has no users yet.
  FirstCredentials create_first_administrator(store::Transaction& transaction, const std::string& account,
                                              Timestamp now, IdSource& ids);

  std::optional<auth::Credential> find_credential(store::Transaction& transaction, const std::string& access_key_id,
                                                  const std::string& session_token) override;
  /// Written down at most once in kUseNoteSeconds for each key and role.
  void note_use(store::Transaction& transaction, const auth::Caller& caller, std::string_view service,
                const std::string& region, Timestamp now) override;
  ports::PrincipalPolicies policies_of(store::Transaction& transaction, const auth::Caller& caller) override;
  std::optional<ports::RoleTrust> find_role(store::Transaction& transaction, const std::string& role_arn) override;
  bool has_policy(store::Transaction& transaction, const std::string& account, const std::string& policy_arn) override;
  Result<auth::Credential> issue_role_session(store::Transaction& transaction,
                                              const ports::RoleSessionRequest& request) override;
  Result<auth::Credential> issue_user_session(store::Transaction& transaction, const auth::Caller& user,
                                              std::int64_t duration_seconds) override;
  Result<ports::Session> enter(const ports::Errand& errand, const std::string& role_arn) override;
  Result<auth::Credential> credential(const ports::Errand& errand, const std::string& role_arn) override;
  void create_access_role(store::Transaction& transaction, const std::string& account, const std::string& role_name,
                          const std::string& trusted_account, Timestamp now) override;

  Result<std::string> bind_policy(store::Transaction& transaction, std::string_view policy) override;
  std::string show_policy(store::Transaction& transaction, std::string_view policy) override;
  std::optional<std::string> bind_principal(store::Transaction& transaction, const std::string& name) override;
  std::string show_principal(store::Transaction& transaction, const std::string& name) override;
  Result<void> check_root_session(store::Transaction& transaction, const auth::Caller& caller,
                                  const std::string& account) override;
  Result<auth::Credential> issue_root_session(store::Transaction& transaction, const Request& request) override;

  /// The organisation that `account` manages and that trusts IAM. Errors: OrganizationNotFoundException,
  /// AccountNotManagementOrDelegatedAdministratorException, ServiceAccessNotEnabledException.
  Result<ports::OrganizationPlace> managed_organization(store::Transaction& transaction, const std::string& account);
  static OrganizationFeaturesRecord features_of(store::Transaction& transaction, const std::string& management_account);

 private:
  /// No credential of a closed account works.
  bool is_closed(store::Transaction& transaction, const std::string& account);
  Result<void> check_service_trust(const ports::RoleTrust& role, const ports::Errand& errand);

  store::Store& store_;
  const Clock& clock_;
  IdSource& ids_;
  std::string session_key_;
  ports::ServiceControl* service_control_ = nullptr;
  auth::PolicyCache policy_cache_;
  std::mutex noted_mutex_;
  std::unordered_map<std::string, Timestamp> noted_uses_;  // by key id or role id
};

}  // namespace stellwerk::iam
