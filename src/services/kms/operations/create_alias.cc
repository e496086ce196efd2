#include "aws/arn.h"
#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<CreateAliasResponse> create_alias(Kms& kms, ports::Call& call, const CreateAliasRequest& request) {
  TRY(check_alias_name(request.alias_name));
  if (request.alias_name.starts_with("alias/aws/")) {
    return errors::InvalidAliasNameException("Aliases that begin with alias/aws/ are reserved for AWS managed keys.");
  }
  if (kAliases.get(call.transaction, call.scope(), {request.alias_name})) {
    return errors::AlreadyExistsException("An alias with the name " +
                                          aws::arn("kms", call.scope(), request.alias_name) + " already exists");
  }
  FoundKey key = TRY(kms.find(call, request.target_key_id));
  TRY(check_customer_managed(key.record));
  TRY(check_not_pending_deletion(key.record));
  AliasRecord alias{request.alias_name, key.record.key_id, call.now, call.now};
  kAliases.put(call.transaction, call.scope(), {alias.name}, alias);
  return CreateAliasResponse{};
}

}  // namespace stellwerk::kms
