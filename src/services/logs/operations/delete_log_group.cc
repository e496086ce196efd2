#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<DeleteLogGroupResponse> delete_log_group(Logs& logs, ports::Call& call, const DeleteLogGroupRequest& request) {
  GroupRecord group = TRY(logs.find_group(call, request.log_group_name));
  if (group.is_deletion_protected) {
    return errors::ValidationException(
        "The log group is protected from deletion. Turn deletionProtectionEnabled off first.");
  }
  kGroups.erase(call.transaction, call.scope(), {group.name});
  kErase.after(call.transaction, call.scope(), {group.id, group.name, ""});
  return DeleteLogGroupResponse{};
}

}  // namespace stellwerk::logs
