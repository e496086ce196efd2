#pragma once
#include <string>
#include <string_view>

/// A pipeline starts a build with codebuild::StartBuildRequest, as its action's role:
///   source_type_override       "CODEPIPELINE"
///   source_location_override   "bucket/key" of the primary input artifact (a zip)
///   source_version             the revision the artifact holds; the build shows it
///   secondary_sources_override further input artifacts: type CODEPIPELINE, location "bucket/key",
///                              source_identifier the artifact's name ($CODEBUILD_SRC_DIR_<name>)
///   artifacts_override         one output artifact: type CODEPIPELINE, location bucket, path the key
///   secondary_artifacts_override  two or more: the same, artifact_identifier the artifact's name, as in the
///                              buildspec's secondary-artifacts; artifacts_override is then of type NO_ARTIFACTS
///   encryption_key_override, environment_variables_override, idempotency_token as usual
/// The build reads and writes these objects as its own service role. The session name of the pipeline's role is the
/// pipeline's name: the build's initiator becomes "codepipeline/<session name>". BatchGetBuilds answers the outcome:
/// build_status, phases, exported_environment_variables, logs. StopBuild stops.
namespace stellwerk::ports {

/// The effect that CodeBuild adds in the transaction which ends a build, so that a waiting pipeline goes on at
/// once; handled by services/codepipeline. Payload: an encoded BuildFinished.
inline constexpr std::string_view kBuildFinishedTopic = "codepipeline.build-finished";

struct BuildFinished {
  std::string account;
  std::string region;
  std::string build_id;  // "project:uuid"
  static void fields(auto& record, auto& visit) {
    visit(1, record.account);
    visit(2, record.region);
    visit(3, record.build_id);
  }
};

}  // namespace stellwerk::ports
