#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<UpdateKeyDescriptionResponse> update_key_description(Kms& kms, ports::Call& call,
                                                            const UpdateKeyDescriptionRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_not_pending_deletion(key.record));
  key.record.description = request.description;
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return UpdateKeyDescriptionResponse{};
}

}  // namespace stellwerk::kms
