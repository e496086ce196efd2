#include "aws/arn.h"
#include "services/kms/grants.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListRetirableGrantsResponse> list_retirable_grants(Kms& kms, ports::Call& call,
                                                          const ListRetirableGrantsRequest& request) {
  auto is_wanted = [&](const auto&, const GrantRecord& grant) {
    return kms.shown(call, grant).retiring_principal == request.retiring_principal;
  };
  auto page = aws::page(kGrants, call.transaction, call.scope(), {}, request.marker, size_of_page(request.limit),
                        aws::Order::ascending, is_wanted);
  ListRetirableGrantsResponse response;
  response.grants.emplace();
  for (const GrantRecord& grant : TRY(items_of(std::move(page), response))) {
    response.grants->push_back(entry_of(kms.shown(call, grant), aws::arn("kms", call.scope(), "key/" + grant.key_id)));
  }
  return response;
}

}  // namespace stellwerk::kms
