#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListKeysResponse> list_keys(Kms&, ports::Call& call, const ListKeysRequest& request) {
  auto keys = kKeys.all(call.transaction, call.scope());
  auto page = TRY(page_of(keys.size(), request.limit, request.marker));
  ListKeysResponse response;
  response.keys.emplace();
  for (std::size_t i = page.begin; i < page.end; ++i) response.keys->push_back({keys[i].key_id, keys[i].arn});
  response.truncated = page.next.has_value();
  response.next_marker = page.next;
  return response;
}

}  // namespace stellwerk::kms
