#include "api/s3.h"
#include "services/codepipeline/action_provider.h"

// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html
namespace stellwerk::codepipeline {
namespace {

/// The branch's tip as a zip in the artifact store.
class CodeCommitSource final : public ActionProvider {
 public:
  explicit CodeCommitSource(const ActionSurroundings& with) : with_(with) {}
  const ActionType& type() const override { return kCodeCommitSource; }

  Result<Begun> begin(const ActionJob& job) override {
    ports::Session session = TRY(with_.session(job.definition, job.scope));
    std::string repository = setting(job, "RepositoryName"), branch = setting(job, "BranchName");
    auto asked_for = job.execution.source_overrides.find(job.action.name);
    std::string reference = asked_for == job.execution.source_overrides.end() ? branch : asked_for->second;
    auto revision = TRY(with_.sources.resolve(session, "codecommit:GetBranch", repository, reference));
    auto zip = TRY(with_.sources.zip(session, "codecommit:UploadArchive", repository, revision.commit_id));
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
    return Begun{std::move(outcome)};
  }

  Result<std::string> newest_revision(const PipelineDeclaration& definition, const ActionDeclaration& action,
                                      const store::Scope& scope) override {
    ports::Session session = TRY(with_.session(definition, scope));
    auto revision =
        TRY(with_.sources.resolve(session, "codecommit:GetBranch", action.configuration->at("RepositoryName"),
                                  action.configuration->at("BranchName")));
    return revision.commit_id;
  }

 private:
  Result<void> put_artifact(const ActionJob& job, const ports::Session& session, const ArtifactLocation& location,
                            std::shared_ptr<ByteSource> zip) {
    s3::PutObjectRequest put;
    put.bucket = location.bucket;
    put.key = location.key;
    put.body = std::move(zip);
    put.content_type = "application/zip";
    const ArtifactStore* artifacts = find_artifact_store(job.definition, session.region);
    put.server_side_encryption = "aws:kms";
    if (artifacts != nullptr && artifacts->encryption_key) put.ssekms_key_id = artifacts->encryption_key->id;
    TRY(with_.client.call(session, put));
    return {};
  }

  const ActionSurroundings with_;
};

std::optional<std::string> fault_of_source(const Configuration& configuration) {
  auto format = configuration.find("OutputArtifactFormat");
  if (format == configuration.end() || format->second == "CODE_ZIP") return std::nullopt;
  return "OutputArtifactFormat can only be CODE_ZIP here";
}

}  // namespace

const ActionType kCodeCommitSource{
    .categories = {"Source"},
    .provider = "CodeCommit",
    .fewest_outputs = 1,
    .most_outputs = 1,
    .required_configuration = {"RepositoryName", "BranchName"},
    .optional_configuration = {"PollForSourceChanges", "OutputArtifactFormat"},
    .variables = std::vector<std::string_view>{"CommitId", "CommitMessage", "BranchName", "RepositoryName",
                                               "AuthorDate", "CommitterDate"},
    .fault_of = fault_of_source};

std::unique_ptr<ActionProvider> make_codecommit_source(const ActionSurroundings& with) {
  return std::make_unique<CodeCommitSource>(with);
}

}  // namespace stellwerk::codepipeline
