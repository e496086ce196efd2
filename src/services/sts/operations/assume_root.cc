#include "services/sts/operations.h"
#include "services/sts/rules.h"
#include "services/sts/service.h"

namespace stellwerk::sts {

Result<AssumeRootResponse> assume_root(Sts& sts, ports::Call& call, const AssumeRootRequest& request) {
  auto account = TRY(target_account(request.target_principal));
  auto seconds = TRY(root_session_seconds(request.duration_seconds));
  TRY(sts.root_sessions().check_root_session(call.transaction, call.caller, account));
  auto credential = TRY(sts.root_sessions().issue_root_session(
      call.transaction, {.account = account,
                         .task_policy_arn = request.task_policy_arn.arn.value_or(""),
                         .duration_seconds = seconds,
                         .source_identity = call.caller.source_identity}));
  AssumeRootResponse response;
  response.credentials = Credentials{credential.access_key_id, credential.secret_access_key, credential.session_token,
                                     *credential.expires};
  if (!call.caller.source_identity.empty()) response.source_identity = call.caller.source_identity;
  return response;
}

}  // namespace stellwerk::sts
