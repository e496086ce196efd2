#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<PutLogGroupDeletionProtectionResponse> put_log_group_deletion_protection(
    Logs& logs, ports::Call& call, const PutLogGroupDeletionProtectionRequest& request) {
  std::string name = TRY(group_name(call.scope(), {}, request.log_group_identifier));
  GroupRecord group = TRY(logs.find_group(call, name));
  group.is_deletion_protected = request.deletion_protection_enabled;
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return PutLogGroupDeletionProtectionResponse{};
}

}  // namespace stellwerk::logs
