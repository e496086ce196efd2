#include "services/kms/operations.h"
#include "services/kms/service.h"

namespace stellwerk::kms {

Result<DeleteAliasResponse> delete_alias(Kms&, ports::Call& call, const DeleteAliasRequest& request) {
  if (request.alias_name.starts_with("alias/aws/")) {
    return errors::UnsupportedOperationException("Aliases of AWS managed keys cannot be deleted.");
  }
  if (!kAliases.get(call.transaction, call.scope(), {request.alias_name})) {
    return errors::NotFoundException("Alias " + request.alias_name + " is not found.");
  }
  kAliases.erase(call.transaction, call.scope(), {request.alias_name});
  return DeleteAliasResponse{};
}

}  // namespace stellwerk::kms
