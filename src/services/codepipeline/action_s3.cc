#include <algorithm>
#include <filesystem>

#include "api/s3.h"
#include "aws/content_type.h"
#include "dataplane/files/archive.h"
#include "services/codepipeline/action_provider.h"

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

/// The artifact, unpacked if asked for, into a bucket.
class S3Deployment final : public ActionProvider {
 public:
  explicit S3Deployment(const ActionSurroundings& with) : with_(with) {}
  const ActionType& type() const override { return kS3Deployment; }
  Result<Begun> begin(const ActionJob& job) override;

 private:
  Result<ActionOutcome> deploy(const ActionJob& job);
  Result<ActionOutcome> deploy_extracted(const ActionJob& job, const ports::Session& session,
                                         std::shared_ptr<ByteSource> zip);
  Result<void> put_object(const ActionJob& job, const ports::Session& session, const std::string& key,
                          std::shared_ptr<ByteSource> body);

  const ActionSurroundings with_;
};

Result<Begun> S3Deployment::begin(const ActionJob& job) { return Begun{TRY(deploy(job))}; }

Result<ActionOutcome> S3Deployment::deploy(const ActionJob& job) {
  ports::Session session = TRY(with_.session(job.definition, job.scope));
  s3::GetObjectRequest get;
  get.bucket = job.run.inputs.at(0).bucket;
  get.key = job.run.inputs.at(0).key;
  auto artifact = TRY(with_.client.call(session, get));
  if (setting(job, "Extract") == "true") return deploy_extracted(job, session, artifact.body);
  std::string key = setting(job, "ObjectKey");
  if (key.empty()) return misconfigured("ObjectKey is required when Extract is false.");
  TRY(put_object(job, session, key, artifact.body));
  return ActionOutcome{.succeeded = true, .summary = "Deployment Succeeded"};
}

Result<ActionOutcome> S3Deployment::deploy_extracted(const ActionJob& job, const ports::Session& session,
                                                     std::shared_ptr<ByteSource> zip) {
  WorkFolder folder(with_.site.work_directory / ("deploy-" + job.run.id));
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

Result<void> S3Deployment::put_object(const ActionJob& job, const ports::Session& session, const std::string& key,
                                      std::shared_ptr<ByteSource> body) {
  s3::PutObjectRequest put;
  put.bucket = setting(job, "BucketName");
  put.key = key;
  put.body = std::move(body);
  put.content_type = aws::content_type_of(key);
  if (auto cache = setting(job, "CacheControl"); !cache.empty()) put.cache_control = cache;
  if (auto encryption_key = setting(job, "KMSEncryptionKeyARN"); !encryption_key.empty()) {
    put.server_side_encryption = "aws:kms";
    put.ssekms_key_id = encryption_key;
  }
  TRY(with_.client.call(session, put));
  return {};
}

std::optional<std::string> fault_of_deployment(const Configuration& configuration) {
  if (configuration.contains("CannedACL")) return "CannedACL cannot be set; use the bucket's policy";
  const std::string& extract = configuration.at("Extract");
  if (extract != "true" && extract != "false" && extract.find("#{") == std::string::npos) {
    return "Extract must be true or false";
  }
  if (extract == "false" && !configuration.contains("ObjectKey")) return "ObjectKey is required when Extract is false";
  return std::nullopt;
}

}  // namespace

const ActionType kS3Deployment{
    .categories = {"Deploy"},
    .provider = "S3",
    .fewest_inputs = 1,
    .most_inputs = 1,
    .required_configuration = {"BucketName", "Extract"},
    .optional_configuration = {"ObjectKey", "KMSEncryptionKeyARN", "CannedACL", "CacheControl"},
    .fault_of = fault_of_deployment};

std::unique_ptr<ActionProvider> make_s3_deployment(const ActionSurroundings& with) {
  return std::make_unique<S3Deployment>(with);
}

}  // namespace stellwerk::codepipeline
