#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<DescribeKeyResponse> describe_key(Kms& kms, ports::Call& call, const DescribeKeyRequest& request) {
  FoundKey key = TRY(kms.find(call, request.key_id));
  return DescribeKeyResponse{metadata(key.record, key.scope.account)};
}

}  // namespace stellwerk::kms
