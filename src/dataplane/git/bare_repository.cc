#include "dataplane/git/bare_repository.h"

#include <git2.h>

#include <algorithm>
#include <cctype>
#include <fstream>

#include "base/bytes.h"
#include "dataplane/git/git_process.h"

namespace stellwerk::git {
namespace {

Error failed(const std::string& what) { return Error{"GitFailed", what, 500}; }

Result<void> write_text(const std::filesystem::path& path, const std::string& text) {
  // A reader sees the old file or the new one.
  std::filesystem::path fresh = path;
  fresh += ".new";
  std::ofstream(fresh, std::ios::binary) << text;
  std::error_code error;
  std::filesystem::rename(fresh, path, error);
  if (error) return failed(path.string() + " cannot be written: " + error.message());
  return {};
}

std::string first_line(const std::string& text) { return std::string(trim(text.substr(0, text.find('\n')))); }

}  // namespace

bool is_object_id(std::string_view text) {
  return text.size() == kZeroId.size() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) || (c >= 'a' && c <= 'f'); });
}

bool is_good_reference(const std::string& name) {
  int is_valid = 0;
  bool is_kind = name.starts_with("refs/heads/") || name.starts_with("refs/tags/");
  return is_kind && git_reference_name_is_valid(&is_valid, name.c_str()) == 0 && is_valid == 1;
}

bool BareRepository::exists() const { return std::filesystem::exists(folder_ / "HEAD"); }

Result<void> BareRepository::create() const {
  std::error_code error;
  std::filesystem::create_directories(folder_ / "objects/pack", error);
  std::filesystem::create_directories(folder_ / "objects/info", error);
  std::filesystem::create_directories(folder_ / "refs/heads", error);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, error);
  if (error) return failed(folder_.string() + " cannot be made: " + error.message());
  TRY(write_text(folder_ / "config",
                 "[core]\n\trepositoryformatversion = 0\n\tbare = true\n[gc]\n\tauto = 0\n"
                 "[uploadpack]\n\tallowFilter = true\n"));
  return write_text(folder_ / "HEAD", "ref: refs/heads/main\n");
}

Result<std::string> BareRepository::add_pack(ByteSource& pack) const {
  GitResult result = TRY(run_git(folder_, {"index-pack", "--stdin", "--fix-thin", "--strict"}, &pack));
  if (result.exit_status != 0) return Error{"InvalidPack", first_line(result.complaint), 400};
  std::size_t tab = result.output.find('\t');
  std::string id(trim(result.output.substr(tab == std::string::npos ? 0 : tab + 1)));
  return "pack-" + id;
}

void BareRepository::remove_pack(const std::string& name) const {
  std::error_code ignored;
  for (const char* ending : {".pack", ".idx", ".rev", ".keep"}) {
    std::filesystem::remove(folder_ / "objects/pack" / (name + ending), ignored);
  }
}

Result<void> BareRepository::check_connected(const std::vector<std::string>& tips, const References& known) const {
  std::string list;
  for (const std::string& tip : tips) list += tip + "\n";
  for (const auto& [name, id] : known) list += "^" + id + "\n";
  StringSource input(std::move(list));
  GitResult result = TRY(run_git(folder_, {"rev-list", "--objects", "--stdin", "--quiet"}, &input));
  if (result.exit_status == 0) return {};
  return Error{"InvalidPack", "The push lacks objects that its commits need: " + first_line(result.complaint), 400};
}

Result<void> BareRepository::set_references(const References& references, const std::string& head) const {
  std::string text = "# pack-refs with: sorted \n";
  for (const auto& [name, id] : references) text += id + " " + name + "\n";
  TRY(write_text(folder_ / "packed-refs", text));
  return write_text(folder_ / "HEAD", "ref: refs/heads/" + (head.empty() ? "main" : head) + "\n");
}

}  // namespace stellwerk::git
