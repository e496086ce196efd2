#pragma once
#include <string>

#include "ports/access.h"
#include "services/codecommit/records.h"

namespace stellwerk::codecommit {

/// An action ("GitPull") on a repository with its tags: the one question behind operations, git and source trees.
ports::Access repository_access(store::Transaction& transaction, const store::Scope& scope, const std::string& action,
                                const std::string& name);
/// The same about one reference ("refs/heads/main").
ports::Access reference_access(store::Transaction& transaction, const store::Scope& scope, const std::string& action,
                               const std::string& name, const std::string& reference);

}  // namespace stellwerk::codecommit
