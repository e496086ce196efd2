#include "services/sts/operations.h"
#include "services/sts/service.h"

namespace stellwerk::sts {

Result<GetCallerIdentityResponse> get_caller_identity(Sts&, ports::Call& call, const GetCallerIdentityRequest&) {
  return GetCallerIdentityResponse{call.caller.principal_id, call.caller.account, call.caller.arn};
}

}  // namespace stellwerk::sts
