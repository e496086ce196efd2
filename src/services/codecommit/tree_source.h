#pragma once
#include "ports/source_tree.h"
#include "services/codecommit/service.h"

namespace stellwerk::codecommit {

/// What pipelines and builds read of a repository, decided as the role they act in.
class TreeSource final : public ports::SourceTree {
 public:
  explicit TreeSource(CodeCommit& service) : service_(service) {}
  Result<Revision> resolve(const ports::Session& session, const std::string& action, const std::string& repository,
                           const std::string& reference) override;
  Result<std::shared_ptr<ByteSource>> zip(const ports::Session& session, const std::string& action,
                                          const std::string& repository, const std::string& commit_id) override;

 private:
  Result<git::BareRepository> open(const ports::Session& session, const std::string& action,
                                   const std::string& repository);
  CodeCommit& service_;
};

}  // namespace stellwerk::codecommit
