#pragma once
#include <memory>
#include <string>

#include "base/byte_source.h"
#include "base/result.h"
#include "ports/client.h"

namespace stellwerk::ports {

/// The files of a repository at a commit. Kept by services/codecommit.
class SourceTree {
 public:
  virtual ~SourceTree() = default;

  struct Revision {
    std::string commit_id;
    std::string message;
    std::string author;
    Timestamp committed;
  };

  /// What `reference` (a branch, tag or commit id; empty: the default branch) means now.
  /// `action` is what `session` must be allowed on the repository: "codecommit:GetBranch" for a pipeline,
  /// "codecommit:GitPull" for a build. Errors: RepositoryDoesNotExistException, BranchDoesNotExistException,
  /// AccessDeniedException.
  virtual Result<Revision> resolve(const Session& session, const std::string& action, const std::string& repository,
                                   const std::string& reference) = 0;

  /// The tree as a zip, made while it is read; nothing of it is kept on disk. `action`:
  /// "codecommit:UploadArchive" for a pipeline, "codecommit:GitPull" for a build.
  virtual Result<std::shared_ptr<ByteSource>> zip(const Session& session, const std::string& action,
                                                  const std::string& repository, const std::string& commit_id) = 0;
};

}  // namespace stellwerk::ports
