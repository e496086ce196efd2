#include "services/organizations/tree.h"

namespace stellwerk::organizations {
namespace {

const PolicyRecord& full_access() {
  static const PolicyRecord record{
      std::string(kFullAccessId), "FullAWSAccess", "Allows access to every operation",
      std::string(kServiceControlPolicy),
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})"};
  return record;
}

constexpr std::string_view kTagsKeyOfPolicies = "p-";

}  // namespace

void Tree::save(const OrganizationRecord& organization) {
  organization_ = organization;
  kOrganizations.put(transaction_, scope(), {}, organization);
}

std::optional<AccountRecord> Tree::account(const std::string& id) {
  auto account = kAccounts.get(transaction_, installation_scope(), {id});
  if (!account || account->management_account != organization_.management_account) return std::nullopt;
  return account;
}

std::vector<AccountRecord> Tree::accounts() {
  std::vector<AccountRecord> out;
  for (const MemberRecord& member : kMembers.all(transaction_, scope())) {
    if (auto one = account(member.account)) out.push_back(std::move(*one));
  }
  return out;
}

std::vector<AccountRecord> Tree::accounts_in(const std::string& parent_id) {
  auto out = accounts();
  std::erase_if(out, [&](const AccountRecord& account) { return account.parent_id != parent_id; });
  return out;
}

void Tree::save(const AccountRecord& account) {
  kAccounts.put(transaction_, installation_scope(), {account.id}, account);
  kMembers.put(transaction_, scope(), {account.id}, {account.id});
}

void Tree::release(AccountRecord account) {
  for (const PolicyRecord& policy : policies_on(account.id)) detach(policy.id, account.id);
  save_tags(account.id, {});
  kMembers.erase(transaction_, scope(), {account.id});
  account.management_account.clear();
  account.parent_id.clear();
  kAccounts.put(transaction_, installation_scope(), {account.id}, account);
}

std::optional<UnitRecord> Tree::unit(const std::string& id) { return kUnits.get(transaction_, scope(), {id}); }

std::vector<UnitRecord> Tree::units() { return kUnits.all(transaction_, scope()); }

std::vector<UnitRecord> Tree::units_in(const std::string& parent_id) {
  auto out = units();
  std::erase_if(out, [&](const UnitRecord& unit) { return unit.parent_id != parent_id; });
  return out;
}

void Tree::save(const UnitRecord& unit) { kUnits.put(transaction_, scope(), {unit.id}, unit); }

void Tree::erase_unit(const std::string& id) {
  for (const PolicyRecord& policy : policies_on(id)) detach(policy.id, id);
  save_tags(id, {});
  kUnits.erase(transaction_, scope(), {id});
}

std::optional<Node> Tree::node(const std::string& id) {
  if (id == organization_.root_id) return Node{id, "ROOT", "Root", arn("root", id), {}};
  if (id.starts_with("ou-")) {
    auto found = unit(id);
    if (!found) return std::nullopt;
    return Node{id, "ORGANIZATIONAL_UNIT", found->name, arn("ou", id), found->parent_id};
  }
  auto found = account(id);
  if (!found) return std::nullopt;
  return Node{id, "ACCOUNT", found->name, arn("account", id), found->parent_id};
}

std::vector<std::string> Tree::line_to(const std::string& id) {
  std::vector<std::string> line;
  for (auto next = node(id); next; next = node(next->parent_id)) {
    line.insert(line.begin(), next->id);
    if (next->type == "ROOT") break;
  }
  return line;
}

std::string Tree::path_of(const std::string& id) {
  std::string path = organization_.id + "/";
  for (const auto& step : line_to(id)) path += step + "/";
  return path;
}

bool Tree::is_enabled(std::string_view policy_type) const {
  const auto& types = organization_.enabled_policy_types;
  return std::find(types.begin(), types.end(), policy_type) != types.end();
}

std::optional<PolicyRecord> Tree::policy(const std::string& id) {
  if (id == kFullAccessId) return full_access();
  return kPolicies.get(transaction_, scope(), {id});
}

std::vector<PolicyRecord> Tree::policies() {
  auto out = kPolicies.all(transaction_, scope());
  out.push_back(full_access());
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return out;
}

void Tree::save(const PolicyRecord& policy) { kPolicies.put(transaction_, scope(), {policy.id}, policy); }

void Tree::erase_policy(const std::string& id) {
  save_tags(id, {});
  kPolicies.erase(transaction_, scope(), {id});
}

std::vector<PolicyRecord> Tree::policies_on(const std::string& target_id) {
  std::vector<PolicyRecord> out;
  for (const AttachmentRecord& attachment : kAttachments.all(transaction_, scope(), {target_id})) {
    if (auto one = policy(attachment.policy_id)) out.push_back(std::move(*one));
  }
  return out;
}

std::vector<std::string> Tree::targets_of(const std::string& policy_id) {
  std::vector<std::string> out;
  for (AttachmentRecord& attachment : kTargets.all(transaction_, scope(), {policy_id})) {
    out.push_back(std::move(attachment.target_id));
  }
  return out;
}

bool Tree::is_attached(const std::string& policy_id, const std::string& target_id) {
  return kAttachments.get(transaction_, scope(), {target_id, policy_id}).has_value();
}

void Tree::attach(const std::string& policy_id, const std::string& target_id) {
  kAttachments.put(transaction_, scope(), {target_id, policy_id}, {policy_id, target_id});
  kTargets.put(transaction_, scope(), {policy_id, target_id}, {policy_id, target_id});
}

void Tree::detach(const std::string& policy_id, const std::string& target_id) {
  kAttachments.erase(transaction_, scope(), {target_id, policy_id});
  kTargets.erase(transaction_, scope(), {policy_id, target_id});
}

std::vector<std::string> Tree::all_nodes() {
  std::vector<std::string> out{organization_.root_id};
  for (const UnitRecord& unit : units()) out.push_back(unit.id);
  for (const AccountRecord& account : accounts()) out.push_back(account.id);
  return out;
}

std::map<std::string, std::string> Tree::tags(const std::string& resource_id) {
  auto record = kTags.get(transaction_, scope(), {resource_id});
  return record ? record->tags : std::map<std::string, std::string>();
}

void Tree::save_tags(const std::string& resource_id, std::map<std::string, std::string> tags) {
  if (!tags.empty()) {
    kTags.put(transaction_, scope(), {resource_id}, {std::move(tags)});
  } else if (kTags.get(transaction_, scope(), {resource_id})) {
    kTags.erase(transaction_, scope(), {resource_id});
  }
}

std::optional<std::string> Tree::arn_of(const std::string& id) {
  if (id.starts_with(kTagsKeyOfPolicies)) {
    if (!policy(id)) return std::nullopt;
    return policy_arn(id);
  }
  auto found = node(id);
  if (!found) return std::nullopt;
  return found->arn;
}

std::string Tree::arn(std::string_view kind, const std::string& id) const {
  return "arn:aws:organizations::" + organization_.management_account + ":" + std::string(kind) + "/" +
         organization_.id + "/" + id;
}

std::string Tree::policy_arn(const std::string& id) const {
  if (id == kFullAccessId) return "arn:aws:organizations::aws:policy/service_control_policy/" + id;
  return "arn:aws:organizations::" + organization_.management_account + ":policy/" + organization_.id +
         "/service_control_policy/" + id;
}

std::optional<Tree> find_tree(store::Transaction& transaction, const std::string& account) {
  auto record = kAccounts.get(transaction, installation_scope(), {account});
  if (!record || record->management_account.empty()) return std::nullopt;
  auto organization = kOrganizations.get(transaction, {record->management_account, "global"}, {});
  if (!organization) return std::nullopt;
  return Tree(transaction, std::move(*organization));
}

Result<Tree> own_tree(ports::Call& call) {
  auto tree = find_tree(call.transaction, call.account);
  if (!tree) return errors::AWSOrganizationsNotInUseException("Your account is not a member of an organization.");
  return *tree;
}

Result<Tree> managed_tree(ports::Call& call) {
  Tree tree = TRY(own_tree(call));
  if (tree.organization().management_account != call.account) {
    return errors::AccessDeniedException("You don't have permissions to access this resource.");
  }
  return tree;
}

Result<AccountRecord> require_account(Tree& tree, const std::string& id) {
  auto found = tree.account(id);
  if (!found) return errors::AccountNotFoundException("You specified an account that doesn't exist.");
  return *found;
}

Result<UnitRecord> require_unit(Tree& tree, const std::string& id) {
  auto found = tree.unit(id);
  if (!found)
    return errors::OrganizationalUnitNotFoundException("You specified an organizational unit that doesn't exist.");
  return *found;
}

Result<PolicyRecord> require_policy(Tree& tree, const std::string& id) {
  auto found = tree.policy(id);
  if (!found) return errors::PolicyNotFoundException("You specified a policy that doesn't exist.");
  return *found;
}

Result<Node> require_parent(Tree& tree, const std::string& id) {
  auto found = tree.node(id);
  if (!found || found->type == "ACCOUNT") {
    return errors::ParentNotFoundException("You specified parent that doesn't exist.");
  }
  return *found;
}

Result<Node> require_target(Tree& tree, const std::string& id) {
  auto found = tree.node(id);
  if (!found) return errors::TargetNotFoundException("You specified a target that doesn't exist.");
  return *found;
}

}  // namespace stellwerk::organizations
