#include "services/kms/grants.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListGrantsResponse> list_grants(Kms& kms, ports::Call& call, const ListGrantsRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  auto is_wanted = [&](const auto&, const GrantRecord& grant) {
    if (request.grant_id && grant.grant_id != *request.grant_id) return false;
    return !request.grantee_principal || kms.shown(call, grant).grantee_principal == *request.grantee_principal;
  };
  auto page = aws::page(kGrants, call.transaction, key.scope, {key.record.key_id}, request.marker,
                        size_of_page(request.limit), aws::Order::ascending, is_wanted);
  ListGrantsResponse response;
  response.grants.emplace();
  for (const GrantRecord& grant : TRY(items_of(std::move(page), response))) {
    response.grants->push_back(entry_of(kms.shown(call, grant), key.record.arn));
  }
  return response;
}

}  // namespace stellwerk::kms
