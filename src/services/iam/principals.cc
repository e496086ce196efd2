#include "services/iam/principals.h"

#include "auth/policy_principals.h"
#include "base/arn.h"
#include "services/iam/directory.h"
#include "services/iam/rules.h"

namespace stellwerk::iam {

namespace {

constexpr std::string_view kCloudFrontAccount = "cloudfront";  // of origin access identities
constexpr std::string_view kSessionResource = "assumed-role/";

bool is_unique_id(std::string_view name) { return name.starts_with(kUserIdPrefix) || name.starts_with(kRoleIdPrefix); }

/// The ARN that the user or role of this id has now.
std::optional<std::string> arn_of(store::Transaction& transaction, const std::string& id) {
  auto principal = kPrincipals.get(transaction, kInstallationScope, {id});
  if (!principal) return std::nullopt;
  Directory directory(transaction, principal->account);
  if (id.starts_with(kUserIdPrefix)) {
    auto user = directory.user(principal->name);
    if (user && user->id == id) return directory.arn(*user);
  } else {
    auto role = directory.role(principal->name);
    if (role && role->id == id) return directory.arn(*role);
  }
  return std::nullopt;
}

/// A session is trusted by its name as long as its role exists.
bool has_role_of_session(store::Transaction& transaction, const Arn& arn) {
  std::string_view rest = std::string_view(arn.resource).substr(kSessionResource.size());
  return Directory(transaction, arn.account).role(std::string(rest.substr(0, rest.find('/')))).has_value();
}

template <class Record>
std::optional<std::string> id_of(Directory& directory, const Result<Record>& record, const EntityName& entity) {
  if (!record || record->name != entity.name || record->path != entity.path) return std::nullopt;
  directory.note_id(*record);
  return record->id;
}

}  // namespace

std::optional<std::string> bind_principal(store::Transaction& transaction, const std::string& name) {
  if (is_unique_id(name)) return arn_of(transaction, name) ? std::optional(name) : std::nullopt;
  auto arn = parse_arn(name);
  if (!arn || arn->account == kCloudFrontAccount) return name;
  if (arn->service == "sts" && arn->resource.starts_with(kSessionResource)) {
    return has_role_of_session(transaction, *arn) ? std::optional(name) : std::nullopt;
  }
  Directory directory(transaction, arn->account);
  if (auto user = entity_of(*arn, "user")) return id_of(directory, directory.user(user->name), *user);
  if (auto role = entity_of(*arn, "role")) return id_of(directory, directory.role(role->name), *role);
  return name;
}

std::string show_principal(store::Transaction& transaction, const std::string& name) {
  if (!is_unique_id(name)) return name;
  return arn_of(transaction, name).value_or(name);
}

Result<std::string> bind_policy(store::Transaction& transaction, std::string_view policy) {
  std::optional<std::string> missing;
  std::string bound = auth::with_principals(policy, [&](const std::string& name) {
    auto id = bind_principal(transaction, name);
    if (!id && !missing) missing = name;
    return id;
  });
  if (!missing) return bound;
  return Error{"MalformedPolicyDocument", "Invalid principal in policy: \"AWS\":\"" + *missing + "\"", 400};
}

std::string show_policy(store::Transaction& transaction, std::string_view policy) {
  return auth::with_principals(
      policy, [&](const std::string& name) { return std::optional(show_principal(transaction, name)); });
}

}  // namespace stellwerk::iam
