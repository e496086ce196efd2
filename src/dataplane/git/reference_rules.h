#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace stellwerk::git {

/// "refs/heads/main" → 40 hexadecimal digits.
using References = std::map<std::string, std::string>;

inline constexpr std::string_view kZeroId = "0000000000000000000000000000000000000000";
inline constexpr std::string_view kBranchPrefix = "refs/heads/";
inline constexpr std::string_view kTagPrefix = "refs/tags/";
/// Of a branch's or tag's name without its prefix.
/// Source: https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
inline constexpr std::size_t kReferenceNameBytesLimit = 256;
/// Each part between slashes is a file's name in a clone, beside a lock file that is called five bytes longer.
inline constexpr std::size_t kReferencePartBytesLimit = 250;

bool is_object_id(std::string_view text);

/// What forbids a name ("refs/heads/main"), in words for git's user; nothing for a branch or tag that every git can
/// fetch. git's rules for names, those of `git check-ref-format --branch` for branches, the limits above, UTF-8.
/// Source: https://git-scm.com/docs/git-check-ref-format
std::optional<std::string> fault_in_reference_name(const std::string& name);

/// The reference that keeps this one from being made: a name is either a reference or a folder of references.
std::optional<std::string> conflicting_reference(const References& references, const std::string& name);

}  // namespace stellwerk::git
