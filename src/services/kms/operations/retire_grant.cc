#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<RetireGrantResponse> retire_grant(Kms& kms, ports::Call& call, const RetireGrantRequest& request) {
  FoundGrant found = TRY(kms.find_grant(call, request));
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  kGrants.erase(call.transaction, found.key.scope, {found.grant.key_id, found.grant.grant_id});
  return RetireGrantResponse{};
}

}  // namespace stellwerk::kms
