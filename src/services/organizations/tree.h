#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ports/call.h"
#include "services/organizations/records.h"
#include "services/organizations/rules.h"

namespace stellwerk::organizations {

/// A root, unit or account, as policies, tags and parents see it.
struct Node {
  std::string id;
  std::string type;  // ROOT, ORGANIZATIONAL_UNIT, ACCOUNT
  std::string name;
  std::string arn;
  std::string parent_id;  // empty for the root
};

/// One organisation with all that lies under it. Holds nothing but the transaction and the organisation.
class Tree {
 public:
  Tree(store::Transaction& transaction, OrganizationRecord organization)
      : transaction_(transaction), organization_(std::move(organization)) {}

  const OrganizationRecord& organization() const { return organization_; }
  void save(const OrganizationRecord& organization);

  /// Members only, closed ones too.
  std::optional<AccountRecord> account(const std::string& id);
  std::vector<AccountRecord> accounts();
  std::vector<AccountRecord> accounts_in(const std::string& parent_id);
  void save(const AccountRecord& account);
  /// Takes an account out; a closed one stays closed.
  void release(AccountRecord account);

  std::optional<UnitRecord> unit(const std::string& id);
  std::vector<UnitRecord> units();
  std::vector<UnitRecord> units_in(const std::string& parent_id);
  void save(const UnitRecord& unit);
  void erase_unit(const std::string& id);

  std::optional<Node> node(const std::string& id);
  /// Ids from the root to the node, both included; empty if the node is not of this tree.
  std::vector<std::string> line_to(const std::string& id);
  /// "o-…/r-…/ou-…/", with the node itself.
  std::string path_of(const std::string& id);
  /// The type is enabled: new nodes get its default policy.
  bool is_enabled(std::string_view policy_type) const;

  std::optional<PolicyRecord> policy(const std::string& id);
  /// With those that AWS keeps.
  std::vector<PolicyRecord> policies();
  void save(const PolicyRecord& policy);
  void erase_policy(const std::string& id);
  std::vector<PolicyRecord> policies_on(const std::string& target_id);
  std::vector<std::string> targets_of(const std::string& policy_id);
  bool is_attached(const std::string& policy_id, const std::string& target_id);
  void attach(const std::string& policy_id, const std::string& target_id);
  void detach(const std::string& policy_id, const std::string& target_id);
  /// The root, every unit and every account.
  std::vector<std::string> all_nodes();

  std::map<std::string, std::string> tags(const std::string& resource_id);
  void save_tags(const std::string& resource_id, std::map<std::string, std::string> tags);
  /// A node's or customer policy's ARN; nothing if there is none of that id.
  std::optional<std::string> arn_of(const std::string& id);

  std::string arn(std::string_view kind, const std::string& id) const;
  std::string policy_arn(const std::string& id) const;
  store::Scope scope() const { return {organization_.management_account, "global"}; }
  store::Transaction& transaction() { return transaction_; }

 private:
  store::Transaction& transaction_;
  OrganizationRecord organization_;
};

/// The organisation that the account belongs to.
std::optional<Tree> find_tree(store::Transaction& transaction, const std::string& account);
/// For any member. Error: AWSOrganizationsNotInUseException.
Result<Tree> own_tree(ports::Call& call);
/// For the management account. Errors: AWSOrganizationsNotInUseException, AccessDeniedException.
Result<Tree> managed_tree(ports::Call& call);

// Errors in each operation's words.
Result<AccountRecord> require_account(Tree& tree, const std::string& id);
Result<UnitRecord> require_unit(Tree& tree, const std::string& id);
Result<PolicyRecord> require_policy(Tree& tree, const std::string& id);
Result<Node> require_parent(Tree& tree, const std::string& id);
Result<Node> require_target(Tree& tree, const std::string& id);

// Records as the API shows them.
Organization view_of(const OrganizationRecord& organization, Tree& tree);
Account view_of(const AccountRecord& account, Tree& tree);
OrganizationalUnit view_of(const UnitRecord& unit, Tree& tree);
Root root_view(const Tree& tree);
PolicySummary summary_of(const PolicyRecord& policy, const Tree& tree);
Policy view_of(const PolicyRecord& policy, const Tree& tree);
CreateAccountStatus view_of(const CreationRecord& creation);

}  // namespace stellwerk::organizations
