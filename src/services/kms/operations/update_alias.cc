#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<UpdateAliasResponse> update_alias(Kms& kms, ports::Call& call, const UpdateAliasRequest& request) {
  auto alias = kAliases.get(call.transaction, call.scope(), {request.alias_name});
  if (!alias) return errors::NotFoundException("Alias " + request.alias_name + " is not found.");
  FoundKey key = TRY(kms.find(call, request.target_key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_not_pending_deletion(key.record));
  alias->target_key_id = key.record.key_id;
  alias->updated = call.now;
  kAliases.put(call.transaction, call.scope(), {alias->name}, *alias);
  return UpdateAliasResponse{};
}

}  // namespace stellwerk::kms
