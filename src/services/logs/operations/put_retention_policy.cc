#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<PutRetentionPolicyResponse> put_retention_policy(Logs& logs, ports::Call& call,
                                                        const PutRetentionPolicyRequest& request) {
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  TRY(check_retention(request.retention_in_days));
  // A group that has a retention has a sweep on its way.
  if (!group.retention_in_days) {
    kSweep.after(call.transaction, call.scope(), {group.id, group.name, ""});
  }
  group.retention_in_days = request.retention_in_days;
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return PutRetentionPolicyResponse{};
}

}  // namespace stellwerk::logs
