#include "services/iam/operations.h"
#include "services/iam/records.h"

namespace stellwerk::iam {

Result<DeleteAccountAliasResponse> delete_account_alias(Iam&, ports::Call& call,
                                                        const DeleteAccountAliasRequest& request) {
  auto record = kAccountAliases.get(call.transaction, kInstallationScope, {request.account_alias});
  if (!record || record->account != call.account) {
    return errors::NoSuchEntityException("The account alias " + request.account_alias + " cannot be found.");
  }
  kAccountAliases.erase(call.transaction, kInstallationScope, {record->alias});
  kAliasesOfAccounts.erase(call.transaction, kInstallationScope, {record->account});
  return DeleteAccountAliasResponse{};
}

}  // namespace stellwerk::iam
