#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ports/access.h"

/// Tags on resources: their rules, and the condition keys that they bring to a policy.
/// Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
///         https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
namespace stellwerk::aws {

/// What a resource carries.
using Tags = std::map<std::string, std::string>;
/// What a request brings, in its order; a key may be there twice.
using TagList = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::size_t kTagsPerResourceLimit = 50;
inline constexpr std::size_t kTagKeyCharactersLimit = 128;
inline constexpr std::size_t kTagValueCharactersLimit = 256;

/// Why tags were refused. `message` says it in plain words for a service that has none of its own.
struct TagFault {
  enum class Kind { reserved, doubled, too_many, key_length, value_length };
  Kind kind;
  std::string key;
  std::string message;
};

/// Lays `added` over `present`, a later value in place of the one before. A fault leaves `present` as it was. Keys that
/// begin with aws: (in any case) are AWS's own.
std::optional<TagFault> add_tags(Tags& present, const TagList& added, std::size_t tags_limit = kTagsPerResourceLimit);

/// aws:ResourceTag/…, and the same under a prefix of the service's own ("ssm:resourceTag/", "iam:ResourceTag/").
void tell_resource_tags(ports::Access& access, const Tags& tags, std::string_view also = {});
/// aws:RequestTag/… and aws:TagKeys: of requests that tag, or make something with tags.
void tell_request_tags(ports::Access& access, const TagList& tags);
/// aws:TagKeys: of requests that take tags away.
void tell_tag_keys(ports::Access& access, const std::vector<std::string>& keys);

// Each model has a struct of its own for a tag, and its members are called key and value, tag_key and tag_value, plain
// or optional. These read and write any of them.

namespace tag_members {
inline const std::string& plain(const std::string& text) { return text; }
inline std::string plain(const std::optional<std::string>& text) { return text.value_or(""); }
}  // namespace tag_members

template <class Tag>
std::pair<std::string, std::string> pair_of(const Tag& tag) {
  if constexpr (requires { tag.tag_key; }) {
    return {tag_members::plain(tag.tag_key), tag_members::plain(tag.tag_value)};
  } else {
    return {tag_members::plain(tag.key), tag_members::plain(tag.value)};
  }
}

template <class Tag>
TagList tag_list(const std::vector<Tag>& tags) {
  TagList out;
  for (const Tag& tag : tags) out.push_back(pair_of(tag));
  return out;
}
template <class Tag>
TagList tag_list(const std::optional<std::vector<Tag>>& tags) {
  return tags ? tag_list(*tags) : TagList{};
}
inline TagList tag_list(const Tags& tags) { return {tags.begin(), tags.end()}; }
inline TagList tag_list(const std::optional<Tags>& tags) { return tags ? tag_list(*tags) : TagList{}; }

/// In the order of the keys, as the model's own struct.
template <class Tag>
std::vector<Tag> tags_as(const Tags& tags) {
  std::vector<Tag> out;
  for (const auto& [key, value] : tags) {
    Tag& tag = out.emplace_back();
    if constexpr (requires { tag.tag_key; }) {
      tag.tag_key = key;
      tag.tag_value = value;
    } else {
      tag.key = key;
      tag.value = value;
    }
  }
  return out;
}

}  // namespace stellwerk::aws
