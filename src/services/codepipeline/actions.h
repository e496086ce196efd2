#pragma once
#include <optional>
#include <string>

#include "ports/client.h"
#include "ports/roles.h"
#include "ports/site.h"
#include "ports/source_tree.h"
#include "services/codepipeline/engine.h"

namespace stellwerk::codepipeline {

/// What a worker needs to know of an action to carry it out.
struct ActionJob {
  ActionReference reference;
  ExecutionRecord execution;
  PipelineDeclaration definition;
  ActionDeclaration action;
  ActionRun run;
};

/// Carries actions out, outside of any transaction, acting in the pipeline's role. Each may be run again after
/// a crash and then does the same once more.
/// An Error is a fault of this server's and makes the worker try again; everything else ends the action.
class Actions {
 public:
  Actions(ports::Client& client, ports::Roles& roles, ports::SourceTree& sources, const ports::Site& site)
      : client_(client), roles_(roles), sources_(sources), site_(site) {}

  /// Source/CodeCommit: the branch's tip as a zip in the artifact store.
  Result<ActionOutcome> run_codecommit_source(const ActionJob& job);
  /// Deploy/S3: the artifact, unpacked if asked for, into a bucket.
  Result<ActionOutcome> run_s3_deploy(const ActionJob& job);
  /// Build and Test/CodeBuild: answers the build's id, or how the action failed to start one.
  Result<std::expected<std::string, ActionOutcome>> start_build(const ActionJob& job);
  /// Nothing while the build runs.
  Result<std::optional<ActionOutcome>> build_outcome(const ActionJob& job, const std::string& build_id);
  /// The commit that a polled branch stands at now. Errors: as SourceTree::resolve, and AccessDenied.
  Result<std::string> branch_tip(const PipelineDeclaration& definition, const ActionDeclaration& action,
                                 const store::Scope& scope);

 private:
  Result<ports::Session> session(const PipelineDeclaration& definition, const store::Scope& scope);
  Result<void> put_artifact(const ActionJob& job, const ports::Session& session, const ArtifactLocation& location,
                            std::shared_ptr<ByteSource> zip);
  Result<ActionOutcome> deploy_extracted(const ActionJob& job, const ports::Session& session,
                                         std::shared_ptr<ByteSource> zip);
  Result<void> put_object(const ActionJob& job, const ports::Session& session, const std::string& key,
                          std::shared_ptr<ByteSource> body);

  ports::Client& client_;
  ports::Roles& roles_;
  ports::SourceTree& sources_;
  const ports::Site& site_;
};

/// Whose pipeline it is.
store::Scope scope_of(const ActionJob& job);

/// How an action ends that met this error; nothing if trying again may help.
std::optional<ActionOutcome> outcome_of(const ::stellwerk::Error& error);

}  // namespace stellwerk::codepipeline
