#include "services/iam/operations.h"
#include "services/iam/records.h"

namespace stellwerk::iam {

Result<CreateAccountAliasResponse> create_account_alias(Iam&, ports::Call& call,
                                                        const CreateAccountAliasRequest& request) {
  auto taken = kAccountAliases.get(call.transaction, kInstallationScope, {request.account_alias});
  if (taken && taken->account != call.account) {
    return errors::EntityAlreadyExistsException("The account alias " + request.account_alias + " already exists.");
  }
  // An account has one alias: a new one takes the place of the old.
  if (auto old = kAliasesOfAccounts.get(call.transaction, kInstallationScope, {call.account})) {
    kAccountAliases.erase(call.transaction, kInstallationScope, {old->alias});
  }
  AccountAliasRecord record{request.account_alias, call.account};
  kAccountAliases.put(call.transaction, kInstallationScope, {record.alias}, record);
  kAliasesOfAccounts.put(call.transaction, kInstallationScope, {record.account}, record);
  return CreateAccountAliasResponse{};
}

}  // namespace stellwerk::iam
