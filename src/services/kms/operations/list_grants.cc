#include "services/kms/grants.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListGrantsResponse> list_grants(Kms& kms, ports::Call& call, const ListGrantsRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  auto grants = kGrants.all(call.transaction, key.scope, {key.record.key_id});
  for (GrantRecord& grant : grants) kms.show_principals(call, grant);
  std::erase_if(grants, [&](const GrantRecord& grant) {
    return (request.grant_id && grant.grant_id != *request.grant_id) ||
           (request.grantee_principal && grant.grantee_principal != *request.grantee_principal);
  });
  auto page = TRY(page_of(grants.size(), request.limit, request.marker));
  ListGrantsResponse response;
  response.grants.emplace();
  for (std::size_t i = page.begin; i < page.end; ++i) response.grants->push_back(entry_of(grants[i], key.record.arn));
  response.truncated = page.next.has_value();
  response.next_marker = page.next;
  return response;
}

}  // namespace stellwerk::kms
