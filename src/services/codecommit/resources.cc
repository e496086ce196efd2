#include "services/codecommit/operations.h"
#include "services/codecommit/repository_access.h"
#include "services/codecommit/service.h"

// Which operation needs leave for which of these stands in operations.list.
// Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html
namespace stellwerk::codecommit {

Result<ports::Access> repository_access(CodeCommit&, ports::Call& call, const std::optional<std::string>& name) {
  return repository_access(call.transaction, call.scope(), "", name.value_or(""));
}

Result<ports::Access> repository_arn_access(CodeCommit& service, ports::Call& call, const std::string& arn) {
  return repository_access(service, call, TRY(name_of_arn(call.scope(), arn)));
}

Result<ports::Access> branch_access(CodeCommit&, ports::Call& call, const std::string& repository,
                                    const std::string& branch) {
  return reference_access(call.transaction, call.scope(), "", repository, branch_reference(branch));
}

}  // namespace stellwerk::codecommit
