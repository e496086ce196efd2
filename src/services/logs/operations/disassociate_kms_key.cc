#include "services/logs/operations.h"
#include "services/logs/service.h"

namespace stellwerk::logs {

Result<DisassociateKmsKeyResponse> disassociate_kms_key(Logs& logs, ports::Call& call,
                                                        const DisassociateKmsKeyRequest& request) {
  std::string name = TRY(group_name(call.scope(), request.log_group_name, request.resource_identifier));
  GroupRecord group = TRY(logs.find_group(call, name));
  group.kms_key_arn.reset();  // what is sealed stays so; its data keys stay with the group
  kGroups.put(call.transaction, call.scope(), {group.name}, group);
  return DisassociateKmsKeyResponse{};
}

}  // namespace stellwerk::logs
