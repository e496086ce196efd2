#pragma once
#include <filesystem>
#include <string>

#include "dataplane/files/directory.h"
#include "services/codebuild/build_log.h"
#include "services/codebuild/buildspec.h"
#include "services/codebuild/service.h"

namespace stellwerk::codebuild {

struct ArtifactUpload {
  const ArtifactsRecord& target;
  const BuildspecArtifacts& files;
  std::string base_directory;  // below the tree, expanded; "" is the tree
  std::string name;            // from the buildspec, expanded; for override_artifact_name
};

/// Packs and stores what matches, as the build's role. Errors: CLIENT_ERROR (nothing matches), ACCESS_DENIED.
Result<UploadRecord> upload_artifacts(const Surroundings& around, const ports::Session& session,
                                      const BuildRecord& build, const ArtifactUpload& upload,
                                      const files::Directory& trees, const std::filesystem::path& scratch,
                                      BuildLog& log);

}  // namespace stellwerk::codebuild
