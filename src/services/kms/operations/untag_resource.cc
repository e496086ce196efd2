#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<UntagResourceResponse> untag_resource(Kms& kms, ports::Call& call, const UntagResourceRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_not_pending_deletion(key.record));
  for (const std::string& name : request.tag_keys) key.record.tags.erase(name);
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return UntagResourceResponse{};
}

}  // namespace stellwerk::kms
