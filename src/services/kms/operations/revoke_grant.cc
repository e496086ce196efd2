#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<RevokeGrantResponse> revoke_grant(Kms& kms, ports::Call& call, const RevokeGrantRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  if (!kGrants.get(call.transaction, key.scope, {key.record.key_id, request.grant_id})) {
    return errors::NotFoundException("Grant ID " + request.grant_id + " not found");
  }
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  kGrants.erase(call.transaction, key.scope, {key.record.key_id, request.grant_id});
  return RevokeGrantResponse{};
}

}  // namespace stellwerk::kms
