#include "services/codecommit/repository_access.h"

#include "aws/tags.h"
#include "services/codecommit/rules.h"

namespace stellwerk::codecommit {

ports::Access repository_access(store::Transaction& transaction, const store::Scope& scope, const std::string& action,
                                const std::string& name) {
  ports::Access access{.action = "codecommit:" + action, .resource = repository_arn(scope, name)};
  if (auto record = kRepositories.get(transaction, scope, {name})) {
    aws::tell_resource_tags(access, record->tags);
  }
  return access;
}

ports::Access reference_access(store::Transaction& transaction, const store::Scope& scope, const std::string& action,
                               const std::string& name, const std::string& reference) {
  ports::Access access = repository_access(transaction, scope, action, name);
  access.context["codecommit:References"] = {reference};
  return access;
}

}  // namespace stellwerk::codecommit
