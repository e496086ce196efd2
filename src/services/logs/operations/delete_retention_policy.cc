#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<DeleteRetentionPolicyResponse> delete_retention_policy(Logs& logs, ports::Call& call,
                                                              const DeleteRetentionPolicyRequest& request) {
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  group.retention_in_days.reset();
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return DeleteRetentionPolicyResponse{};
}

}  // namespace stellwerk::logs
