#include "dataplane/git/reference_rules.h"

#include <algorithm>

#include "base/bytes.h"
#include "dataplane/git/library.h"

namespace stellwerk::git {
namespace {

bool has_long_part(std::string_view name) {
  while (!name.empty()) {
    std::size_t slash = std::min(name.find('/'), name.size());
    if (slash > kReferencePartBytesLimit) return true;
    name.remove_prefix(std::min(slash + 1, name.size()));
  }
  return false;
}

}  // namespace

bool is_object_id(std::string_view text) {
  return text.size() == kZeroId.size() &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::optional<std::string> fault_in_reference_name(const std::string& name) {
  bool is_branch = name.starts_with(kBranchPrefix);
  if (!is_branch && !name.starts_with(kTagPrefix)) return "only branches and tags can be pushed";
  std::string_view brief = std::string_view(name).substr(is_branch ? kBranchPrefix.size() : kTagPrefix.size());
  if (brief.size() > kReferenceNameBytesLimit) return "the name is longer than 256 bytes";
  if (has_long_part(brief)) return "a part of the name is longer than 250 bytes";
  if (!is_valid_utf8(name)) return "the name is not UTF-8";
  int is_valid = 0;
  constexpr char kDelete = 0x7f;  // which libgit2 lets pass, and git does not
  bool is_funny = name.find('\0') != std::string::npos || name.find(kDelete) != std::string::npos || !start_library() ||
                  git_reference_name_is_valid(&is_valid, name.c_str()) != 0 || is_valid != 1;
  if (is_funny) return "funny refname: git does not allow this name";
  if (is_branch && (brief == "HEAD" || brief.starts_with('-'))) return "git does not allow this name for a branch";
  if (is_branch && is_object_id(brief)) return "a branch's name cannot be 40 hexadecimal digits";
  return std::nullopt;
}

std::optional<std::string> conflicting_reference(const References& references, const std::string& name) {
  for (std::size_t slash = name.find('/', kTagPrefix.size()); slash != std::string::npos;
       slash = name.find('/', slash + 1)) {
    if (auto above = references.find(name.substr(0, slash)); above != references.end()) return above->first;
  }
  std::string folder = name + "/";
  auto below = references.lower_bound(folder);
  if (below != references.end() && below->first.starts_with(folder)) return below->first;
  return std::nullopt;
}

}  // namespace stellwerk::git
