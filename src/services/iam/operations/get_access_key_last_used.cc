#include "services/iam/operations.h"
#include "services/iam/records.h"

namespace stellwerk::iam {

Result<GetAccessKeyLastUsedResponse> get_access_key_last_used(Iam&, ports::Call& call,
                                                              const GetAccessKeyLastUsedRequest& request) {
  auto key = kAccessKeys.get(call.transaction, kInstallationScope, {request.access_key_id});
  if (!key || key->account != call.account) {
    return errors::NoSuchEntityException("The Access Key with id " + request.access_key_id + " cannot be found.");
  }
  AccessKeyLastUsed last_use{std::nullopt, "N/A", "N/A"};
  if (auto use = kUses.get(call.transaction, kInstallationScope, {key->access_key_id})) {
    last_use = {use->last_used, use->service, use->region};
  }
  return GetAccessKeyLastUsedResponse{key->user_name, last_use};
}

}  // namespace stellwerk::iam
