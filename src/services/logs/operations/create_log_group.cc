#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<CreateLogGroupResponse> create_log_group(Logs& logs, ports::Call& call, const CreateLogGroupRequest& request) {
  if (request.log_group_class && *request.log_group_class != "STANDARD") {
    return errors::InvalidParameterException("Only the log group class STANDARD exists here.");
  }
  if (kGroups.get(call.transaction, call.scope(), {request.log_group_name})) {
    return errors::ResourceAlreadyExistsException("The specified log group already exists");
  }
  GroupRecord group;
  group.id = call.ids.uuid();
  group.name = request.log_group_name;
  group.created = call.now;
  group.is_deletion_protected = request.deletion_protection_enabled.value_or(false);
  if (request.tags) {
    TRY(check_tags(*request.tags, {}));
    group.tags = *request.tags;
  }
  if (request.kms_key_id) TRY(logs.associate(call, group, *request.kms_key_id));
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return CreateLogGroupResponse{};
}

}  // namespace stellwerk::logs
