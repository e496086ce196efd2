#include "services/iam/service.h"

#include "api/iam.h"
#include "auth/policy.h"
#include "base/arn.h"
#include "services/iam/directory.h"
#include "services/iam/permissions.h"
#include "services/iam/principals.h"
#include "services/iam/root_sessions.h"
#include "services/iam/rules.h"
#include "services/iam/sessions.h"

namespace stellwerk::iam {

namespace {

const std::string kAdministratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess";
const std::string kFirstAdministrator = "administrator";
/// GetSessionToken's sessions may not call IAM without MFA, which nobody has here.
const std::string kNoIam =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]})";

auth::Caller caller_of(Directory& directory, const UserRecord& user) {
  auth::Caller caller;
  caller.type = auth::PrincipalType::user;
  caller.account = directory.account();
  caller.arn = directory.arn(user);
  caller.principal_id = user.id;
  caller.user_name = user.name;
  caller.principal_tags = user.tags;
  return caller;
}

/// Tags of the session win over those of the role, whatever their case.
Tags merged_tags(const RoleRecord& role, const Tags& session_tags) {
  Tags tags = role.tags;
  for (const auto& [key, value] : session_tags) {
    remove_tags(tags, {key});
    tags[key] = value;
  }
  return tags;
}

auth::Caller caller_of(Directory& directory, const RoleRecord& role, const SessionRecord& session) {
  auth::Caller caller;
  caller.type = auth::PrincipalType::assumed_role;
  caller.account = directory.account();
  caller.arn = session_arn(directory.account(), role.name, session.session_name);
  caller.principal_id = role.id + ":" + session.session_name;
  caller.role_name = role.name;
  caller.role_arn = directory.arn(role);
  caller.session_name = session.session_name;
  caller.source_identity = session.source_identity;
  caller.principal_tags = merged_tags(role, session.tags);
  caller.transitive_tag_keys = session.transitive_tag_keys;
  caller.session_policies = session.policies;
  for (const auto& arn : session.policy_arns) {
    // A policy that is gone allows nothing, but still limits.
    caller.session_policies.push_back(
        directory.policy_document(arn).value_or(R"({"Version":"2012-10-17","Statement":[]})"));
  }
  return caller;
}

void add_policies(Directory& directory, const PermissionsRecord& permissions, std::vector<std::string>& out) {
  for (const auto& [name, document] : permissions.inline_policies) out.push_back(document);
  for (const auto& arn : permissions.attached) {
    if (auto document = directory.policy_document(arn)) out.push_back(std::move(*document));
  }
}

std::optional<std::string> boundary_document(Directory& directory, const PermissionsRecord& permissions) {
  if (permissions.boundary.empty()) return std::nullopt;
  // A boundary that cannot be read lets nothing through; DeletePolicy refuses while it is in use.
  return directory.policy_document(permissions.boundary).value_or("");
}

}  // namespace

Iam::Iam(store::Store& store, const Clock& clock, IdSource& ids, std::string session_key)
    : store_(store), clock_(clock), ids_(ids), session_key_(std::move(session_key)) {}

void Iam::limit_by(ports::ServiceControl& service_control) { service_control_ = &service_control; }

void Iam::attend(store::Outbox&) {}

bool Iam::is_closed(store::Transaction& transaction, const std::string& account) {
  return service_control_ && service_control_->is_suspended(transaction, account);
}

Iam::FirstCredentials Iam::create_first_administrator(store::Transaction& transaction, const std::string& account,
                                                      Timestamp now, IdSource& ids) {
  Directory directory(transaction, account);
  STELLWERK_ASSERT(!directory.has_user(kFirstAdministrator));
  UserRecord user{
      .name = kFirstAdministrator, .id = new_entity_id(kUserIdPrefix, ids), .path = "/", .create_date = now};
  auto attached = attach_policy(directory, holder(user), kAdministratorAccess);
  STELLWERK_ASSERT(attached.has_value());
  AccessKeyRecord key{.access_key_id = new_access_key_id(kLongTermKeyPrefix, ids),
                      .secret_access_key = new_secret_access_key(ids),
                      .account = account,
                      .user_name = user.name,
                      .create_date = now};
  user.access_key_ids.push_back(key.access_key_id);
  directory.save(user);
  kAccessKeys.put(transaction, kInstallationScope, {key.access_key_id}, key);
  return {key.access_key_id, key.secret_access_key};
}

std::optional<auth::Credential> Iam::find_credential(store::Transaction& transaction, const std::string& access_key_id,
                                                     const std::string& session_token) {
  if (session_token.empty()) {
    auto key = kAccessKeys.get(transaction, kInstallationScope, {access_key_id});
    if (!key || !key->is_active || is_closed(transaction, key->account)) return std::nullopt;
    Directory directory(transaction, key->account);
    auto user = directory.user(key->user_name);
    if (!user) return std::nullopt;
    auth::Credential credential{key->access_key_id, key->secret_access_key, "", std::nullopt,
                                caller_of(directory, *user)};
    credential.caller.access_key_id = access_key_id;
    return credential;
  }
  auto session = open_session(session_token, access_key_id, session_key_);
  if (!session || is_closed(transaction, session->account)) return std::nullopt;
  Directory directory(transaction, session->account);
  auth::Credential credential{access_key_id, session->secret_access_key, session_token, session->expiry, {}};
  if (session->is_root) {
    credential.caller = root_caller(*session);
  } else if (!session->role_name.empty()) {
    auto role = directory.role(session->role_name);
    if (!role || role->id != session->role_id) return std::nullopt;
    credential.caller = caller_of(directory, *role, *session);
  } else {
    auto user = directory.user(session->user_name);
    if (!user || user->id != session->user_id) return std::nullopt;
    credential.caller = caller_of(directory, *user);
  }
  credential.caller.access_key_id = access_key_id;
  credential.caller.token_issue_time = session->issue_time;
  return credential;
}

void Iam::note_use(store::Transaction& transaction, const auth::Caller& caller, std::string_view service,
                   const std::string& region, Timestamp now) {
  bool is_session = caller.type == auth::PrincipalType::assumed_role;
  auto id = is_session ? caller.principal_id.substr(0, caller.principal_id.find(':')) : caller.access_key_id;
  if (id.empty()) return;
  {
    std::lock_guard lock(noted_mutex_);
    auto [noted, is_new] = noted_uses_.try_emplace(id, now);
    // A call that is run again after a conflict comes with the same time, and must write again.
    if (!is_new && now != noted->second && now < noted->second.plus_seconds(kUseNoteSeconds)) return;
    noted->second = now;
  }
  kUses.put(transaction, kInstallationScope, {id}, {now, std::string(service), region});
}

ports::PrincipalPolicies Iam::policies_of(store::Transaction& transaction, const auth::Caller& caller) {
  ports::PrincipalPolicies out;
  Directory directory(transaction, caller.account);
  if (caller.type == auth::PrincipalType::user) {
    if (auto user = directory.user(caller.user_name); user && user->id == caller.principal_id) {
      add_policies(directory, user->permissions, out.identity);
      for (const auto& name : user->groups) {
        if (auto group = directory.group(name)) add_policies(directory, group->permissions, out.identity);
      }
      out.permissions_boundary = boundary_document(directory, user->permissions);
      if (caller.token_issue_time) out.identity.push_back(kNoIam);
    }
  } else if (caller.type == auth::PrincipalType::assumed_role) {
    // The id tells a role from a later one of the same name.
    auto role = directory.role(caller.role_name);
    if (role && caller.principal_id == role->id + ":" + caller.session_name) {
      add_policies(directory, role->permissions, out.identity);
      out.permissions_boundary = boundary_document(directory, role->permissions);
    }
  }
  if (service_control_ && !caller.account.empty()) {
    out.service_control = service_control_->policies_for(transaction, caller.account);
  }
  return out;
}

std::optional<ports::RoleTrust> Iam::find_role(store::Transaction& transaction, const std::string& role_arn) {
  auto arn = parse_arn(role_arn);
  if (!arn) return std::nullopt;
  auto entity = entity_of(*arn, "role");
  if (!entity) return std::nullopt;
  Directory directory(transaction, arn->account);
  auto role = directory.role(entity->name);
  if (!role || role->name != entity->name || role->path != entity->path) return std::nullopt;
  return ports::RoleTrust{role_arn, role->id, role->trust_policy, role->max_session_seconds, role->tags};
}

bool Iam::has_policy(store::Transaction& transaction, const std::string& account, const std::string& policy_arn) {
  return Directory(transaction, account).policy_document(policy_arn).has_value();
}

Result<auth::Credential> Iam::issue_role_session(store::Transaction& transaction,
                                                 const ports::RoleSessionRequest& request) {
  auto arn = parse_arn(request.role_arn);
  auto entity = arn ? entity_of(*arn, "role") : std::nullopt;
  if (!entity) return Error{"ValidationError", request.role_arn + " is invalid"};
  Directory directory(transaction, arn->account);
  auto role = TRY(directory.role(entity->name));
  auto now = clock_.now();
  SessionRecord session{.account = arn->account,
                        .role_name = role.name,
                        .role_id = role.id,
                        .session_name = request.session_name,
                        .secret_access_key = new_secret_access_key(ids_),
                        .issue_time = now,
                        .expiry = now.plus_seconds(request.duration_seconds),
                        .policies = request.session_policies,
                        .policy_arns = request.session_policy_arns,
                        .tags = request.tags,
                        .transitive_tag_keys = request.transitive_tag_keys,
                        .source_identity = request.source_identity};
  auto access_key_id = new_access_key_id(kTemporaryKeyPrefix, ids_);
  auth::Credential credential{access_key_id, session.secret_access_key,
                              seal_session(session, access_key_id, session_key_, ids_), session.expiry,
                              caller_of(directory, role, session)};
  credential.caller.access_key_id = access_key_id;
  credential.caller.token_issue_time = now;
  return credential;
}

Result<auth::Credential> Iam::issue_user_session(store::Transaction& transaction, const auth::Caller& user,
                                                 std::int64_t duration_seconds) {
  Directory directory(transaction, user.account);
  auto record = TRY(directory.user(user.user_name));
  auto now = clock_.now();
  SessionRecord session{.account = user.account,
                        .user_name = record.name,
                        .user_id = record.id,
                        .secret_access_key = new_secret_access_key(ids_),
                        .issue_time = now,
                        .expiry = now.plus_seconds(duration_seconds)};
  auto access_key_id = new_access_key_id(kTemporaryKeyPrefix, ids_);
  auth::Credential credential{access_key_id, session.secret_access_key,
                              seal_session(session, access_key_id, session_key_, ids_), session.expiry,
                              caller_of(directory, record)};
  credential.caller.access_key_id = access_key_id;
  credential.caller.token_issue_time = now;
  return credential;
}

namespace {

Error cannot_enter(const ports::Errand& errand, const std::string& role_arn, std::string_view why) {
  return {"AccessDenied",
          errand.service + " is not authorized to perform: sts:AssumeRole on resource: " + role_arn + " because " +
              std::string(why),
          403};
}

}  // namespace

Result<void> Iam::check_service_trust(const ports::RoleTrust& role, const ports::Errand& errand) {
  auth::Caller service;
  service.type = auth::PrincipalType::service;
  service.arn = errand.service;
  service.is_tls = true;
  auth::AccessQuestion question{.caller = service,
                                .action = "sts:AssumeRole",
                                .resource = role.role_arn,
                                .resource_account = errand.scope.account,
                                .region = errand.scope.region,
                                .now = clock_.now(),
                                .rule = auth::ResourcePolicyRule::required,
                                .resource_policies = {role.trust_policy}};
  question.context["aws:SourceAccount"] = {errand.scope.account};
  question.context["aws:SourceArn"] = {errand.source_arn};
  if (auth::evaluate(question, policy_cache_).allowed) return {};
  return cannot_enter(errand, role.role_arn, "the role's trust policy does not allow this service principal");
}

Result<auth::Credential> Iam::credential(const ports::Errand& errand, const std::string& role_arn) {
  STELLWERK_ASSERT(!errand.service.empty() && !errand.source_arn.empty());
  auto arn = parse_arn(role_arn);
  if (arn && arn->account != errand.scope.account) {
    return cannot_enter(errand, role_arn, "the role belongs to another account than " + errand.source_arn);
  }
  auto transaction = store_.begin();
  auto role = find_role(*transaction, role_arn);
  if (!role) return cannot_enter(errand, role_arn, "the role does not exist");
  if (is_closed(*transaction, errand.scope.account)) return cannot_enter(errand, role_arn, "its account is closed");
  TRY(check_service_trust(*role, errand));
  return issue_role_session(*transaction,
                            {.role_arn = role_arn,
                             .session_name = errand.session_name.substr(0, kRoleSessionNameCharactersLimit),
                             .duration_seconds = role->max_session_seconds});
}

Result<ports::Session> Iam::enter(const ports::Errand& errand, const std::string& role_arn) {
  auth::Caller caller = TRY(credential(errand, role_arn)).caller;
  caller.access_key_id.clear();  // nothing of it leaves the server
  caller.acting_service = errand.service;
  return ports::Session{std::move(caller), errand.scope.region};
}

void Iam::create_access_role(store::Transaction& transaction, const std::string& account, const std::string& role_name,
                             const std::string& trusted_account, Timestamp now) {
  Directory directory(transaction, account);
  RoleRecord role{.name = role_name,
                  .id = new_entity_id(kRoleIdPrefix, ids_),
                  .path = "/",
                  .create_date = now,
                  .trust_policy = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":")" +
                                  root_arn(trusted_account) + R"("},"Action":"sts:AssumeRole"}]})"};
  auto attached = attach_policy(directory, holder(role), kAdministratorAccess);
  STELLWERK_ASSERT(attached.has_value());
  directory.save(role);
}

Result<std::string> Iam::bind_policy(store::Transaction& transaction, std::string_view policy) {
  return iam::bind_policy(transaction, policy);
}
std::string Iam::show_policy(store::Transaction& transaction, std::string_view policy) {
  return iam::show_policy(transaction, policy);
}
std::optional<std::string> Iam::bind_principal(store::Transaction& transaction, const std::string& name) {
  return iam::bind_principal(transaction, name);
}
std::string Iam::show_principal(store::Transaction& transaction, const std::string& name) {
  return iam::show_principal(transaction, name);
}

}  // namespace stellwerk::iam
