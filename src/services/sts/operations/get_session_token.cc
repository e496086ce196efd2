#include "services/sts/operations.h"
#include "services/sts/rules.h"
#include "services/sts/service.h"

namespace stellwerk::sts {

Result<GetSessionTokenResponse> get_session_token(Sts& sts, ports::Call& call, const GetSessionTokenRequest& request) {
  if (call.caller.type != auth::PrincipalType::user || call.caller.token_issue_time) {
    return Error{"AccessDenied", "Cannot call GetSessionToken with session credentials", 403};
  }
  if (request.serial_number || request.token_code) {
    return Error{"AccessDenied",
                 "MultiFactorAuthentication failed, unable to validate MFA code: no MFA device is registered", 403};
  }
  auto credential = TRY(sts.sessions().issue_user_session(
      call.transaction, call.caller, request.duration_seconds.value_or(kDefaultUserSessionSeconds)));
  return GetSessionTokenResponse{Credentials{credential.access_key_id, credential.secret_access_key,
                                             credential.session_token, *credential.expires}};
}

}  // namespace stellwerk::sts
