#include <algorithm>

#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<RotateKeyOnDemandResponse> rotate_key_on_demand(Kms& kms, ports::Call& call,
                                                       const RotateKeyOnDemandRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_usable(key.record));
  auto on_demand = std::ranges::count(key.record.materials, true, &Material::on_demand);
  if (on_demand >= kOnDemandRotationsLimit) {
    return errors::LimitExceededException("A key can be rotated on demand at most 25 times.");
  }
  Material material = kms.new_material(key.record.arn, call.now);
  material.on_demand = true;
  key.record.materials.push_back(std::move(material));
  kKeys.put(call.transaction, key.scope, {key.record.key_id}, key.record);
  return RotateKeyOnDemandResponse{key.record.arn};
}

}  // namespace stellwerk::kms
