#include "services/codepipeline/actions.h"

#include "api/s3.h"

namespace stellwerk::codepipeline {

store::Scope scope_of(const ActionJob& job) { return {job.reference.account, job.reference.region}; }

std::optional<ActionOutcome> outcome_of(const ::stellwerk::Error& error) {
  constexpr int kFirstServerFault = 500;
  if (error.http_status >= kFirstServerFault) return std::nullopt;
  bool is_permission = error.code.starts_with("AccessDenied");
  return ActionOutcome{false, error.message, is_permission ? "PermissionError" : "ConfigurationError",
                       error.code + ": " + error.message};
}

Result<ports::Session> Actions::session(const PipelineDeclaration& definition, const store::Scope& scope) {
  // The session's name is seen as the caller by whatever the pipeline starts.
  return roles_.enter({"codepipeline.amazonaws.com", scope, pipeline_arn(scope, definition.name), definition.name},
                      definition.role_arn);
}

Result<std::string> Actions::branch_tip(const PipelineDeclaration& definition, const ActionDeclaration& action,
                                        const store::Scope& scope) {
  ports::Session session = TRY(this->session(definition, scope));
  auto revision = TRY(sources_.resolve(session, "codecommit:GetBranch", action.configuration->at("RepositoryName"),
                                       action.configuration->at("BranchName")));
  return revision.commit_id;
}

Result<ActionOutcome> Actions::run_codecommit_source(const ActionJob& job) {
  const auto& configuration = job.run.resolved_configuration;
  ports::Session session = TRY(this->session(job.definition, scope_of(job)));
  std::string repository = configuration.at("RepositoryName"), branch = configuration.at("BranchName");
  auto asked_for = job.execution.source_overrides.find(job.action.name);
  std::string reference = asked_for == job.execution.source_overrides.end() ? branch : asked_for->second;
  auto revision = TRY(sources_.resolve(session, "codecommit:GetBranch", repository, reference));
  auto zip = TRY(sources_.zip(session, "codecommit:UploadArchive", repository, revision.commit_id));
  const ArtifactLocation& output = job.run.outputs.at(0);
  TRY(put_artifact(job, session, output, std::move(zip)));

  ActionOutcome outcome;
  outcome.succeeded = true;
  outcome.summary = revision.message;
  outcome.external_id = revision.commit_id;
  outcome.output_variables = {{"CommitId", revision.commit_id},
                              {"CommitMessage", revision.message},
                              {"BranchName", branch},
                              {"RepositoryName", repository},
                              {"AuthorDate", to_iso8601(revision.committed)},
                              {"CommitterDate", to_iso8601(revision.committed)}};
  outcome.revisions = {{job.action.name, output.name, revision.commit_id, revision.message, revision.committed}};
  return outcome;
}

Result<void> Actions::put_artifact(const ActionJob& job, const ports::Session& session,
                                   const ArtifactLocation& location, std::shared_ptr<ByteSource> zip) {
  s3::PutObjectRequest put;
  put.bucket = location.bucket;
  put.key = location.key;
  put.body = std::move(zip);
  put.content_type = "application/zip";
  const ArtifactStore* artifacts = find_artifact_store(job.definition, session.region);
  put.server_side_encryption = "aws:kms";
  if (artifacts != nullptr && artifacts->encryption_key) put.ssekms_key_id = artifacts->encryption_key->id;
  TRY(client_.call(session, put));
  return {};
}

}  // namespace stellwerk::codepipeline
