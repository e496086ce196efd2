#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<GetBlobResponse> get_blob(CodeCommit& service, ports::Call& call, const GetBlobRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  if (request.blob_id.empty()) return errors::BlobIdRequiredException("A blob ID is required");
  if (!git::is_object_id(request.blob_id)) return errors::InvalidBlobIdException("Not a blob id: " + request.blob_id);
  git::ObjectReader reader = TRY(service.open(call, repository));
  auto size = reader.blob_size_bytes(request.blob_id);
  if (!size) return errors::BlobIdDoesNotExistException("Blob " + request.blob_id + " does not exist");
  if (*size > kFileBytesLimit) return errors::FileTooLargeException("The blob is larger than 6 MiB; use git");
  return GetBlobResponse{*reader.blob(request.blob_id)};
}

}  // namespace stellwerk::codecommit
