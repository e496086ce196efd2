#include "services/codebuild/source_download.h"

#include "api/s3.h"
#include "dataplane/files/archive.h"
#include "services/codebuild/buildspec.h"

namespace stellwerk::codebuild {
namespace {

constexpr std::uint64_t kSourceLimitBytes = 5ull << 30;

::stellwerk::Error failed(const ::stellwerk::Error& cause, const std::string& what) {
  bool denied = cause.code.starts_with("AccessDenied");
  return {denied ? "ACCESS_DENIED" : "CLIENT_ERROR", what + ": " + cause.code + ": " + cause.message};
}

Result<s3::GetObjectResponse> get_object(const Surroundings& around, const ports::Session& session,
                                         const std::string& location, const std::string& version) {
  auto place = split_location(location);
  if (!place) return ::stellwerk::Error{"CLIENT_ERROR", "Invalid S3 location: " + location};
  s3::GetObjectRequest request;
  request.bucket = place->first;
  request.key = place->second;
  if (!version.empty()) request.version_id = version;
  auto object = around.client.call(session, request);
  if (!object)
    return failed(object.error(), "Error getting source from arn:aws:s3:::" + place->first + "/" + place->second);
  return object;
}

Result<void> unpack(ByteSource& zip, const files::Directory& directory, const std::filesystem::path& scratch) {
  auto spooled = files::spool(zip, scratch, kSourceLimitBytes);
  if (!spooled) return failed(spooled.error(), "The source cannot be fetched");
  auto unpacked = files::extract_zip(scratch, directory);
  std::error_code ignored;
  std::filesystem::remove(scratch, ignored);
  if (!unpacked) return failed(unpacked.error(), "The source cannot be unpacked");
  return {};
}

/// The name behind ".../v1/repos/".
Result<std::string> repository_of(const std::string& location) {
  constexpr std::string_view kMark = "/repos/";
  auto at = location.rfind(kMark);
  std::string name = at == std::string::npos ? "" : location.substr(at + kMark.size());
  if (name.empty() || name.find('/') != std::string::npos) {
    return ::stellwerk::Error{"CLIENT_ERROR", "The source location is not a CodeCommit clone URL: " + location};
  }
  return name;
}

}  // namespace

Result<std::string> download_source(const Surroundings& around, const ports::Session& session,
                                    const SourceRecord& source, const std::string& version,
                                    const files::Directory& directory, const std::filesystem::path& scratch) {
  if (source.type == "NO_SOURCE") return std::string();
  if (source.type == "CODECOMMIT") {
    if (!around.repositories) return ::stellwerk::Error{"CLIENT_ERROR", "This server has no CodeCommit"};
    std::string repository = TRY(repository_of(source.location));
    constexpr const char* kAction = "codecommit:GitPull";
    auto revision = around.repositories->resolve(session, kAction, repository, version);
    if (!revision) return failed(revision.error(), "Error cloning " + source.location);
    auto zip = around.repositories->zip(session, kAction, repository, revision->commit_id);
    if (!zip) return failed(zip.error(), "Error cloning " + source.location);
    TRY(unpack(**zip, directory, scratch));
    return revision->commit_id;
  }
  if (source.location.empty()) {
    return ::stellwerk::Error{
        "CLIENT_ERROR",
        "A build of a project with source type CODEPIPELINE is started by its pipeline, or with a source override"};
  }
  bool pipeline = source.type == "CODEPIPELINE";
  auto object = TRY(get_object(around, session, source.location, pipeline ? "" : version));
  TRY(unpack(*object.body, directory, scratch));
  return pipeline ? version : object.version_id.value_or(version);
}

Result<std::string> read_buildspec(const Surroundings& around, const ports::Session& session,
                                   const SourceRecord& source, const files::Directory& directory) {
  if (is_inline_buildspec(source.buildspec)) return source.buildspec;
  std::shared_ptr<ByteSource> body;
  if (source.buildspec.starts_with("arn:")) {
    body = TRY(get_object(around, session, source.buildspec, "")).body;
  } else {
    std::string path = source.buildspec.empty() ? "buildspec.yml" : source.buildspec;
    auto file = directory.read(path, kBuildspecLimitBytes);
    if (!file) return ::stellwerk::Error{"YAML_FILE_ERROR", "YAML file does not exist"};
    body = *file;
  }
  auto text = read_all(*body, kBuildspecLimitBytes);
  if (!text) return ::stellwerk::Error{"YAML_FILE_ERROR", text.error().message};
  return std::move(*text);
}

}  // namespace stellwerk::codebuild
