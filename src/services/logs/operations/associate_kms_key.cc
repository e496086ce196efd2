#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<AssociateKmsKeyResponse> associate_kms_key(Logs& logs, ports::Call& call,
                                                  const AssociateKmsKeyRequest& request) {
  std::string name = TRY(group_name(call.scope(), request.log_group_name, request.resource_identifier));
  GroupRecord group = TRY(logs.find_group(call, name));
  TRY(logs.associate(call, group, request.kms_key_id));
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return AssociateKmsKeyResponse{};
}

}  // namespace stellwerk::logs
