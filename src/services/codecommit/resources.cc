#include "ports/access.h"
#include "services/codecommit/operations.h"
#include "services/codecommit/repository_access.h"
#include "services/codecommit/service.h"

// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html
namespace stellwerk::codecommit {
namespace {

using Accesses = std::vector<ports::Access>;

ports::Access on(ports::Call& call, const std::string& action, const std::string& name) {
  return repository_access(call.transaction, call.scope(), action, name);
}

void add_request_tags(ports::Access& access, const std::map<std::string, std::string>& tags) {
  for (const auto& [key, value] : tags) {
    access.context["aws:RequestTag/" + key] = {value};
    access.context["aws:TagKeys"].push_back(key);
  }
}

}  // namespace

#define STELLWERK_ON_REPOSITORY(operation, member)                                               \
  Result<Accesses> accesses(CodeCommit&, ports::Call& call, const operation##Request& request) { \
    return Accesses{on(call, #operation, request.member)};                                       \
  }
STELLWERK_ON_REPOSITORY(BatchGetCommits, repository_name)
STELLWERK_ON_REPOSITORY(DeleteRepository, repository_name)
STELLWERK_ON_REPOSITORY(GetBlob, repository_name)
STELLWERK_ON_REPOSITORY(GetCommit, repository_name)
STELLWERK_ON_REPOSITORY(GetDifferences, repository_name)
STELLWERK_ON_REPOSITORY(GetFile, repository_name)
STELLWERK_ON_REPOSITORY(GetFolder, repository_name)
STELLWERK_ON_REPOSITORY(GetRepository, repository_name)
STELLWERK_ON_REPOSITORY(ListBranches, repository_name)
STELLWERK_ON_REPOSITORY(UpdateDefaultBranch, repository_name)
STELLWERK_ON_REPOSITORY(UpdateRepositoryDescription, repository_name)
STELLWERK_ON_REPOSITORY(UpdateRepositoryEncryptionKey, repository_name)
STELLWERK_ON_REPOSITORY(UpdateRepositoryName, old_name)
#undef STELLWERK_ON_REPOSITORY

#define STELLWERK_ON_BRANCH(operation)                                                                    \
  Result<Accesses> accesses(CodeCommit&, ports::Call& call, const operation##Request& request) {          \
    return Accesses{reference_access(call.transaction, call.scope(), #operation, request.repository_name, \
                                     branch_reference(request.branch_name))};                             \
  }
STELLWERK_ON_BRANCH(CreateBranch)
STELLWERK_ON_BRANCH(CreateCommit)
STELLWERK_ON_BRANCH(DeleteBranch)
STELLWERK_ON_BRANCH(DeleteFile)
STELLWERK_ON_BRANCH(PutFile)
#undef STELLWERK_ON_BRANCH

Result<Accesses> accesses(CodeCommit&, ports::Call& call, const GetBranchRequest& request) {
  return Accesses{on(call, "GetBranch", request.repository_name.value_or(""))};
}
Result<Accesses> accesses(CodeCommit&, ports::Call& call, const CreateRepositoryRequest& request) {
  Accesses out{on(call, "CreateRepository", request.repository_name)};
  if (request.tags && !request.tags->empty()) {
    out.push_back(on(call, "TagResource", request.repository_name));
    for (ports::Access& access : out) add_request_tags(access, *request.tags);
  }
  return out;
}
Result<Accesses> accesses(CodeCommit&, ports::Call& call, const BatchGetRepositoriesRequest& request) {
  Accesses out;
  for (const std::string& name : request.repository_names) out.push_back(on(call, "BatchGetRepositories", name));
  return out;
}
Result<Accesses> accesses(CodeCommit&, ports::Call&, const ListRepositoriesRequest&) {
  return Accesses{{.action = "codecommit:ListRepositories", .resource = "*"}};
}
Result<Accesses> accesses(CodeCommit&, ports::Call& call, const ListTagsForResourceRequest& request) {
  return Accesses{on(call, "ListTagsForResource", TRY(name_of_arn(call.scope(), request.resource_arn)))};
}
Result<Accesses> accesses(CodeCommit&, ports::Call& call, const UntagResourceRequest& request) {
  Accesses out{on(call, "UntagResource", TRY(name_of_arn(call.scope(), request.resource_arn)))};
  out[0].context["aws:TagKeys"] = request.tag_keys;
  return out;
}
Result<Accesses> accesses(CodeCommit&, ports::Call& call, const TagResourceRequest& request) {
  Accesses out{on(call, "TagResource", TRY(name_of_arn(call.scope(), request.resource_arn)))};
  add_request_tags(out[0], request.tags);
  return out;
}

}  // namespace stellwerk::codecommit
