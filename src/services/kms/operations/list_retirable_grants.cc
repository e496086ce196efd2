#include "services/kms/grants.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListRetirableGrantsResponse> list_retirable_grants(Kms& kms, ports::Call& call,
                                                          const ListRetirableGrantsRequest& request) {
  auto grants = kGrants.all(call.transaction, call.scope());
  for (GrantRecord& grant : grants) kms.show_principals(call, grant);
  std::erase_if(grants,
                [&](const GrantRecord& grant) { return grant.retiring_principal != request.retiring_principal; });
  auto page = TRY(page_of(grants.size(), request.limit, request.marker));
  ListRetirableGrantsResponse response;
  response.grants.emplace();
  for (std::size_t i = page.begin; i < page.end; ++i) {
    std::string arn = "arn:aws:kms:" + call.region + ":" + call.account + ":key/" + grants[i].key_id;
    response.grants->push_back(entry_of(grants[i], arn));
  }
  response.truncated = page.next.has_value();
  response.next_marker = page.next;
  return response;
}

}  // namespace stellwerk::kms
