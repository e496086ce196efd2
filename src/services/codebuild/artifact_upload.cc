#include "services/codebuild/artifact_upload.h"

#include <map>
#include <set>

#include "api/s3.h"
#include "aws/content_type.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "dataplane/files/archive.h"
#include "services/codebuild/work_area.h"

namespace stellwerk::codebuild {
namespace {

/// Reads another source and keeps the digests of what passed.
class DigestingSource final : public ByteSource {
 public:
  explicit DigestingSource(std::shared_ptr<ByteSource> source) : source_(std::move(source)) {}
  Result<std::size_t> read(std::span<char> into) override {
    std::size_t count = TRY(source_->read(into));
    sha256_.update({into.data(), count});
    md5_.update({into.data(), count});
    return count;
  }
  std::optional<std::uint64_t> remaining_bytes() const override { return source_->remaining_bytes(); }
  std::string sha256() { return to_hex(sha256_.finish()); }
  std::string md5() { return to_hex(md5_.finish()); }

 private:
  std::shared_ptr<ByteSource> source_;
  Digest sha256_{DigestKind::sha256};
  Digest md5_{DigestKind::md5};
};

Result<void> put(const Surroundings& around, const ports::Session& session, const BuildRecord& build,
                 const ArtifactsRecord& target, const std::string& key, std::shared_ptr<ByteSource> body) {
  s3::PutObjectRequest request;
  request.bucket = target.location;
  request.key = key;
  request.content_type = aws::content_type_of(key);
  if (auto bytes = body->remaining_bytes()) request.content_length = static_cast<std::int64_t>(*bytes);
  request.body = std::move(body);
  if (!target.encryption_disabled) {
    request.server_side_encryption = "aws:kms";
    request.ssekms_key_id = build.settings.encryption_key;
  }
  auto stored = around.client.call(session, request);
  if (stored) return {};
  bool denied = stored.error().code.starts_with("AccessDenied");
  return ::stellwerk::Error{denied ? "ACCESS_DENIED" : "CLIENT_ERROR",
                            "Error in UPLOAD_ARTIFACTS phase: upload of arn:aws:s3:::" + target.location + "/" + key +
                                ": " + stored.error().code + ": " + stored.error().message};
}

bool matches_any(const std::vector<std::string>& patterns, std::string_view path) {
  for (std::string_view pattern : patterns) {
    if (pattern.starts_with("./")) pattern.remove_prefix(2);
    if (matches_glob(pattern, path)) return true;
  }
  return false;
}

Result<std::vector<files::ArchiveMember>> choose(const ArtifactUpload& upload, const files::Directory& tree) {
  auto all = tree.list(upload.base_directory);
  if (!all) {
    if (all.error().code == "TooManyFiles") return ::stellwerk::Error{"CLIENT_ERROR", all.error().message};
    return ::stellwerk::Error{"CLIENT_ERROR",
                              "no matching base directory path found for " + upload.files.base_directory};
  }
  std::string prefix = upload.base_directory.empty() ? "" : upload.base_directory + "/";
  std::vector<files::ArchiveMember> out;
  std::set<std::string> names;
  for (const std::string& path : *all) {
    if (!matches_any(upload.files.files, path) || matches_any(upload.files.exclude_paths, path)) continue;
    std::string name = upload.files.discard_paths ? path.substr(path.rfind('/') + 1) : path;
    if (!names.insert(name).second)
      return ::stellwerk::Error{"CLIENT_ERROR", "With discard-paths two files would have the name " + name};
    out.push_back({prefix + path, name});
  }
  if (out.empty()) return ::stellwerk::Error{"CLIENT_ERROR", "no matching artifact paths found"};
  return out;
}

/// "path/namespace/name" without empty parts.
std::string key_of(const BuildRecord& build, const ArtifactUpload& upload) {
  const ArtifactsRecord& target = upload.target;
  if (target.type == "CODEPIPELINE") return target.path;
  std::string name = target.name;
  if (target.override_artifact_name && !upload.name.empty()) name = upload.name;
  if (name.empty()) name = build.project;
  std::string out;
  for (std::string part :
       {target.path, target.namespace_type == "BUILD_ID" ? uuid_of(build.id) : std::string(), name}) {
    while (part.starts_with('/')) part.erase(0, 1);
    while (part.ends_with('/')) part.pop_back();
    if (part.empty()) continue;
    if (!out.empty()) out += '/';
    out += part;
  }
  return out;
}

}  // namespace

Result<UploadRecord> upload_artifacts(const Surroundings& around, const ports::Session& session,
                                      const BuildRecord& build, const ArtifactUpload& upload,
                                      const files::Directory& trees, const std::filesystem::path& scratch,
                                      BuildLog& log) {
  log.note("Expanding base directory path: " + (upload.base_directory.empty() ? "." : upload.base_directory));
  log.note("Assembling file list");
  auto tree = trees.below(WorkArea::tree(""));
  if (!tree) return ::stellwerk::Error{"CLIENT_ERROR", "no matching base directory path found: the source's is gone"};
  auto members = TRY(choose(upload, *tree));
  log.note("Found " + std::to_string(members.size()) + " file(s)");
  std::string key = key_of(build, upload);
  UploadRecord out{"arn:aws:s3:::" + upload.target.location + "/" + key, "", ""};
  if (upload.target.type == "S3" && upload.target.packaging != "ZIP") {
    for (const auto& member : members) {
      auto file = tree->read(member.path);
      if (!file) continue;  // a link that leads out or nowhere
      TRY(put(around, session, build, upload.target, key.empty() ? member.name : key + "/" + member.name, *file));
    }
    return out;
  }
  if (key.empty()) return ::stellwerk::Error{"CLIENT_ERROR", "A zip artifact needs a name other than /"};
  auto made = files::create_zip(scratch, *tree, members);
  if (!made) return ::stellwerk::Error{"CLIENT_ERROR", made.error().message};
  auto file = files::read_file(scratch);
  if (!file) return ::stellwerk::Error{"CLIENT_ERROR", file.error().message};
  auto digesting = std::make_shared<DigestingSource>(*file);
  TRY(put(around, session, build, upload.target, key, digesting));
  out.sha256 = digesting->sha256();
  out.md5 = digesting->md5();
  std::error_code ignored;
  std::filesystem::remove(scratch, ignored);
  return out;
}

}  // namespace stellwerk::codebuild
