#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<TagResourceResponse> tag_resource(Kms& kms, ports::Call& call, const TagResourceRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_not_pending_deletion(key.record));
  TRY(add_tags(key.record.tags, request.tags));
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return TagResourceResponse{};
}

}  // namespace stellwerk::kms
