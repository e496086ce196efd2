#include "base/arn.h"
#include "base/bytes.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<CreateGrantResponse> create_grant(Kms& kms, ports::Call& call, const CreateGrantRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_usable(key.record));
  if (!parse_arn(request.grantee_principal)) {
    return errors::InvalidArnException("GranteePrincipal must be the ARN of a principal: " + request.grantee_principal);
  }
  for (const std::string& operation : request.operations) TRY(check_grant_operation(operation));
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  GrantRecord grant;
  grant.grant_id = call.ids.hex(kGrantIdCharacters);
  grant.key_id = key.record.key_id;
  grant.name = request.name.value_or("");
  grant.grantee_principal = request.grantee_principal;
  grant.retiring_principal = request.retiring_principal.value_or("");
  grant.issuing_account = call.account;
  grant.operations = request.operations;
  if (request.constraints) {
    grant.context_subset = request.constraints->encryption_context_subset.value_or(EncryptionContext{});
    grant.context_equals = request.constraints->encryption_context_equals.value_or(EncryptionContext{});
  }
  grant.created = call.now;
  kGrants.put(call.transaction, key.scope, {grant.key_id, grant.grant_id}, grant);
  // The token only says which grant is meant: a grant made here counts at once.
  return CreateGrantResponse{to_base64(grant.grant_id), grant.grant_id};
}

}  // namespace stellwerk::kms
