#include "services/codecommit/operations.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

// Deleting what is not there succeeds without an id, as at AWS.
Result<DeleteRepositoryResponse> delete_repository(CodeCommit& service, ports::Call& call,
                                                   const DeleteRepositoryRequest& request) {
  auto repository = service.find(call, request.repository_name);
  if (!repository) return DeleteRepositoryResponse{};
  auto erase_keys = [&](const auto& table) {
    std::vector<std::vector<std::string>> keys;
    table.scan(call.transaction, call.scope(), {repository->id},
               [&](const std::vector<std::string>& parts, const auto&) {
                 keys.push_back(parts);
                 return true;
               });
    for (const auto& parts : keys) table.erase(call.transaction, call.scope(), parts);
  };
  for (const PackRecord& pack : kPacks.all(call.transaction, call.scope(), {repository->id})) {
    service.with().blobs.erase(call.transaction, pack.blob);
  }
  erase_keys(kPacks);
  erase_keys(kReferences);
  kRepositories.erase(call.transaction, call.scope(), {repository->name});
  kRegions.erase(call.transaction, call.global_scope(), {repository->name, call.region});
  // A working copy can be made anew, so it may go even if this deletion is not committed.
  service.working_copies().remove(repository->id);
  return DeleteRepositoryResponse{repository->id};
}

}  // namespace stellwerk::codecommit
