#include <algorithm>
#include <array>
#include <filesystem>

#include "api/s3.h"
#include "base/bytes.h"
#include "dataplane/files/archive.h"
#include "services/codepipeline/actions.h"

// Source: https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html
namespace stellwerk::codepipeline {
namespace {

constexpr std::uint64_t kDeployedArtifactBytesLimit = 4ull << 30;

// Removed with all that is in it, however the action ends.
class WorkFolder {
 public:
  explicit WorkFolder(std::filesystem::path path) : path_(std::move(path)) {
    files::remove_tree(path_);
    std::error_code ignored;
    std::filesystem::create_directories(path_ / "files", ignored);
  }
  ~WorkFolder() { files::remove_tree(path_); }
  std::filesystem::path archive() const { return path_ / "artifact.zip"; }
  std::filesystem::path files() const { return path_ / "files"; }

 private:
  std::filesystem::path path_;
};

std::string content_type(std::string_view key) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kTypes{
      {{".html", "text/html; charset=utf-8"},
       {".css", "text/css; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".mjs", "text/javascript; charset=utf-8"},
       {".json", "application/json"},
       {".svg", "image/svg+xml"},
       {".png", "image/png"},
       {".jpg", "image/jpeg"},
       {".jpeg", "image/jpeg"},
       {".gif", "image/gif"},
       {".webp", "image/webp"},
       {".ico", "image/x-icon"},
       {".woff2", "font/woff2"},
       {".txt", "text/plain; charset=utf-8"},
       {".xml", "application/xml"},
       {".pdf", "application/pdf"},
       {".zip", "application/zip"},
       {".wasm", "application/wasm"},
       {".webmanifest", "application/manifest+json"},
       {".map", "application/json"}}};
  std::string name = to_lower(key);
  for (auto [ending, type] : kTypes) {
    if (name.ends_with(ending)) return std::string(type);
  }
  return "application/octet-stream";
}

std::string setting(const ActionJob& job, const std::string& name) {
  auto found = job.run.resolved_configuration.find(name);
  return found == job.run.resolved_configuration.end() ? "" : found->second;
}

ActionOutcome misconfigured(std::string message) { return {false, message, "ConfigurationError", message}; }

}  // namespace

Result<ActionOutcome> Actions::run_s3_deploy(const ActionJob& job) {
  ports::Session session = TRY(this->session(job.definition, scope_of(job)));
  s3::GetObjectRequest get;
  get.bucket = job.run.inputs.at(0).bucket;
  get.key = job.run.inputs.at(0).key;
  auto artifact = TRY(client_.call(session, get));
  if (setting(job, "Extract") == "true") return deploy_extracted(job, session, artifact.body);
  std::string key = setting(job, "ObjectKey");
  if (key.empty()) return misconfigured("ObjectKey is required when Extract is false.");
  TRY(put_object(job, session, key, artifact.body));
  return ActionOutcome{.succeeded = true, .summary = "Deployment Succeeded"};
}

Result<ActionOutcome> Actions::deploy_extracted(const ActionJob& job, const ports::Session& session,
                                                std::shared_ptr<ByteSource> zip) {
  WorkFolder folder(site_.work_directory / ("deploy-" + job.run.id));
  TRY(files::spool(*zip, folder.archive(), kDeployedArtifactBytesLimit));
  files::Directory tree = TRY(files::Directory::open(folder.files()));
  if (auto done = files::extract_zip(folder.archive(), tree); !done) {
    return misconfigured("The artifact cannot be unpacked: " + done.error().message);
  }
  std::vector<std::string> all = TRY(tree.list(""));
  // Pages last, so that no page is seen before what it refers to.
  std::ranges::stable_partition(all, [](const std::string& file) { return !file.ends_with(".html"); });
  std::string prefix = setting(job, "ObjectKey");
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  for (const std::string& file : all) {
    TRY(put_object(job, session, prefix + file, TRY(tree.read(file))));
  }
  return ActionOutcome{.succeeded = true, .summary = "Deployment Succeeded"};
}

Result<void> Actions::put_object(const ActionJob& job, const ports::Session& session, const std::string& key,
                                 std::shared_ptr<ByteSource> body) {
  s3::PutObjectRequest put;
  put.bucket = setting(job, "BucketName");
  put.key = key;
  put.body = std::move(body);
  put.content_type = content_type(key);
  if (auto cache = setting(job, "CacheControl"); !cache.empty()) put.cache_control = cache;
  if (auto encryption_key = setting(job, "KMSEncryptionKeyARN"); !encryption_key.empty()) {
    put.server_side_encryption = "aws:kms";
    put.ssekms_key_id = encryption_key;
  }
  TRY(client_.call(session, put));
  return {};
}

}  // namespace stellwerk::codepipeline
