#include <algorithm>

#include "base/arn.h"
#include "services/kms/grants.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {
namespace {

Result<std::string> principal(Kms& kms, ports::Call& call, const char* member, const std::string& arn) {
  if (parse_arn(arn)) {
    if (auto bound = kms.principals().bind_principal(call.transaction, arn)) return std::move(*bound);
  }
  return errors::InvalidArnException(std::string(member) + " is not the ARN of a principal that exists: " + arn);
}

}  // namespace

Result<CreateGrantResponse> create_grant(Kms& kms, ports::Call& call, const CreateGrantRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_usable(key.record));
  for (const std::string& operation : request.operations) TRY(check_grant_operation(operation));
  std::string grantee = TRY(principal(kms, call, "GranteePrincipal", request.grantee_principal));
  std::string retiring =
      request.retiring_principal ? TRY(principal(kms, call, "RetiringPrincipal", *request.retiring_principal)) : "";
  if (request.dry_run.value_or(false)) {
    return errors::DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
  }
  GrantRecord grant = grant_of(request, key.record.key_id, call.account, call.now);
  grant.grantee_principal = std::move(grantee);
  grant.retiring_principal = std::move(retiring);
  if (!grant.name.empty()) {
    auto present = kGrants.all(call.transaction, key.scope, {key.record.key_id});
    auto same = std::ranges::find_if(present, [&](const GrantRecord& other) { return is_same_grant(other, grant); });
    if (same != present.end()) {
      return CreateGrantResponse{grant_token({key.record.arn, same->grant_id}), same->grant_id};
    }
  }
  grant.grant_id = call.ids.hex(kGrantIdCharacters);
  kGrants.put(call.transaction, key.scope, {grant.key_id, grant.grant_id}, grant);
  return CreateGrantResponse{grant_token({key.record.arn, grant.grant_id}), grant.grant_id};
}

}  // namespace stellwerk::kms
