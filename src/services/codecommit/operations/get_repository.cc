#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

Result<GetRepositoryResponse> get_repository(CodeCommit& service, ports::Call& call,
                                             const GetRepositoryRequest& request) {
  RepositoryRecord repository = TRY(service.find(call, request.repository_name));
  return GetRepositoryResponse{metadata(call.scope(), repository, service.with().site)};
}

}  // namespace stellwerk::codecommit
