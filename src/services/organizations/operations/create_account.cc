#include "services/organizations/operations.h"
#include "services/organizations/service.h"

namespace stellwerk::organizations {

namespace {

/// The creation's failure reason, or "".
std::string obstacle_to(Tree& tree, const CreateAccountRequest& request) {
  if (tree.accounts().size() >= kAccountsLimit) return "ACCOUNT_LIMIT_EXCEEDED";
  if (kEmails.get(tree.transaction(), installation_scope(), {to_lower(request.email)})) return "EMAIL_ALREADY_EXISTS";
  return {};
}

std::string unused_account_id(ports::Call& call) {
  std::string id = new_account_id(call.ids);
  while (kAccounts.get(call.transaction, installation_scope(), {id})) id = new_account_id(call.ids);
  return id;
}

AccountRecord new_member(Tree& tree, ports::Call& call, const CreateAccountRequest& request) {
  AccountRecord account{.id = unused_account_id(call),
                        .name = request.account_name,
                        .email = request.email,
                        .joined_method = "CREATED",
                        .joined = call.now,
                        .management_account = call.account,
                        .parent_id = tree.organization().root_id};
  tree.save(account);
  kEmails.put(call.transaction, installation_scope(), {to_lower(account.email)}, {account.id});
  if (tree.is_enabled(kServiceControlPolicy)) tree.attach(std::string(kFullAccessId), account.id);
  return account;
}

}  // namespace

/// Done when it answers: the first state that a caller sees is SUCCEEDED or FAILED.
Result<CreateAccountResponse> create_account(Organizations& organizations, ports::Call& call,
                                             const CreateAccountRequest& request) {
  Tree tree = TRY(managed_tree(call));
  auto tags = TRY(merged_tags({}, request.tags.value_or(std::vector<Tag>())));
  CreationRecord creation{.id = new_creation_id(call.ids), .account_name = request.account_name, .requested = call.now};
  creation.failure_reason = obstacle_to(tree, request);
  creation.state = creation.failure_reason.empty() ? "SUCCEEDED" : "FAILED";
  if (creation.failure_reason.empty()) {
    AccountRecord account = new_member(tree, call, request);
    tree.save_tags(account.id, std::move(tags));
    organizations.account_roles().create_access_role(call.transaction, account.id,
                                                     request.role_name.value_or(std::string(kDefaultAccessRole)),
                                                     call.account, call.now);
    creation.account_id = account.id;
  }
  kCreations.put(call.transaction, tree.scope(), {creation.id}, creation);
  return CreateAccountResponse{view_of(creation)};
}

}  // namespace stellwerk::organizations
