#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<ListKeyPoliciesResponse> list_key_policies(Kms& kms, ports::Call& call, const ListKeyPoliciesRequest& request) {
  TRY(kms.find(call, request.key_id));
  ListKeyPoliciesResponse response;
  response.policy_names = std::vector<std::string>{"default"};
  response.truncated = false;
  return response;
}

}  // namespace stellwerk::kms
