#include "dataplane/git/bare_repository.h"

#include <fstream>

#include "dataplane/git/git_process.h"

namespace stellwerk::git {
namespace {

// The memory that git takes is bounded; what only some clients ask for is allowed: partial clones (allowFilter), and
// the objects that those fetch later (allowAnySHA1InWant, of which the second protocol needs no mention).
constexpr std::string_view kConfiguration =
    "[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tbigFileThreshold = 64m\n"
    "[gc]\n\tauto = 0\n"
    "[pack]\n\tthreads = 2\n\twindowMemory = 256m\n"
    "[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n";

Error unusable(const std::string& what) { return Error{"GitFailed", what, 500}; }

Result<void> write_text(const std::filesystem::path& path, std::string_view text) {
  // A reader sees the old file or the new one.
  std::filesystem::path fresh = path;
  fresh += ".new";
  std::ofstream(fresh, std::ios::binary) << text;
  std::error_code error;
  std::filesystem::rename(fresh, path, error);
  if (error) return unusable(path.string() + " cannot be written: " + error.message());
  return {};
}

}  // namespace

bool BareRepository::exists() const { return std::filesystem::exists(folder_ / "HEAD"); }

Result<void> BareRepository::create() const {
  std::error_code error;
  std::filesystem::create_directories(folder_ / "objects/pack", error);
  std::filesystem::create_directories(folder_ / "objects/info", error);
  std::filesystem::create_directories(folder_ / "refs/heads", error);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  if (error) return unusable(folder_.string() + " cannot be made: " + error.message());
  TRY(write_text(folder_ / "config", kConfiguration));
  return write_text(folder_ / "HEAD", "ref: refs/heads/main\n");
}

Result<void> BareRepository::add_pack(std::shared_ptr<ByteSource> pack) const {
  GitResult result = TRY(run_git({.repository = folder_, .arguments = {"index-pack", "--stdin"}, .input = pack}));
  if (result.exit_status != 0) return Error{"InvalidPack", result.complaint, 400};
  return {};
}

void BareRepository::remove_pack(const std::string& name) const {
  std::error_code ignored;
  // The index first: without it git does not see the pack.
  for (const char* ending : {".idx", ".rev", ".pack"}) {
    std::filesystem::remove(folder_ / "objects/pack" / (name + ending), ignored);
  }
}

Result<void> BareRepository::set_references(const References& references, const std::string& head) const {
  std::string text = "# pack-refs with: sorted \n";
  for (const auto& [name, id] : references) text += id + " " + name + "\n";
  TRY(write_text(folder_ / "packed-refs", text));
  return write_text(folder_ / "HEAD", "ref: refs/heads/" + (head.empty() ? "main" : head) + "\n");
}

}  // namespace stellwerk::git
