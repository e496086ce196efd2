#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListKeysResponse> list_keys(Kms&, ports::Call& call, const ListKeysRequest& request) {
  ListKeysResponse response;
  response.keys.emplace();
  auto page = aws::page(kKeys, call.transaction, call.scope(), {}, request.marker, size_of_page(request.limit));
  for (const KeyRecord& key : TRY(items_of(std::move(page), response))) {
    response.keys->push_back({key.key_id, key.arn});
  }
  return response;
}

}  // namespace stellwerk::kms
