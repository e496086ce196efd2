#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<UpdateRepositoryEncryptionKeyResponse> update_repository_encryption_key(
    CodeCommit& service, ports::Call& call, const UpdateRepositoryEncryptionKeyRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  UpdateRepositoryEncryptionKeyResponse response;
  response.repository_id = repository.id;
  response.original_kms_key_id = repository.kms_key_arn;
  TRY(service.rewrap_data_key(call, repository, request.kms_key_id));
  repository.modified = call.now;
  kRepositories.put(call.transaction, call.scope(), {repository.name}, repository);
  response.kms_key_id = repository.kms_key_arn;
  return response;
}

}  // namespace stellwerk::codecommit
