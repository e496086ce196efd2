#include "services/iam/operations.h"
#include "services/iam/records.h"

namespace stellwerk::iam {

Result<ListAccountAliasesResponse> list_account_aliases(Iam&, ports::Call& call, const ListAccountAliasesRequest&) {
  ListAccountAliasesResponse response;
  if (auto record = kAliasesOfAccounts.get(call.transaction, kInstallationScope, {call.account})) {
    response.account_aliases.push_back(record->alias);
  }
  response.is_truncated = false;
  return response;
}

}  // namespace stellwerk::iam
