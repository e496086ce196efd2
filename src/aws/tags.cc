#include "aws/tags.h"

#include <set>

#include "base/bytes.h"

namespace stellwerk::aws {
namespace {

std::size_t characters_in(std::string_view utf8) {
  std::size_t count = 0;
  for (unsigned char byte : utf8) count += (byte & 0xC0) != 0x80;
  return count;
}

std::optional<TagFault> fault_of(const std::string& key, const std::string& value) {
  using Kind = TagFault::Kind;
  if (to_lower(key).starts_with("aws:")) {
    return TagFault{Kind::reserved, key, "The tag key " + key + " begins with aws:, which is reserved."};
  }
  if (key.empty() || characters_in(key) > kTagKeyCharactersLimit) {
    return TagFault{Kind::key_length, key, "A tag's key has 1 to 128 characters."};
  }
  if (characters_in(value) > kTagValueCharactersLimit) {
    return TagFault{Kind::value_length, key, "The value of tag " + key + " has more than 256 characters."};
  }
  return std::nullopt;
}

}  // namespace

std::optional<TagFault> add_tags(Tags& present, const TagList& added, std::size_t tags_limit) {
  Tags merged = present;
  std::set<std::string_view> seen;
  for (const auto& [key, value] : added) {
    if (auto fault = fault_of(key, value)) return fault;
    if (!seen.insert(key).second) {
      return TagFault{TagFault::Kind::doubled, key, "The tag key " + key + " is given more than once."};
    }
    merged[key] = value;
  }
  if (merged.size() > tags_limit) {
    return TagFault{TagFault::Kind::too_many, "",
                    "A resource can have at most " + std::to_string(tags_limit) + " tags."};
  }
  present = std::move(merged);
  return std::nullopt;
}

void tell_resource_tags(ports::Access& access, const Tags& tags, std::string_view also) {
  for (const auto& [key, value] : tags) {
    access.context["aws:ResourceTag/" + key] = {value};
    if (!also.empty()) access.context[std::string(also) + key] = {value};
  }
}

void tell_request_tags(ports::Access& access, const TagList& tags) {
  for (const auto& [key, value] : tags) {
    access.context["aws:RequestTag/" + key] = {value};
    access.context["aws:TagKeys"].push_back(key);
  }
}

void tell_tag_keys(ports::Access& access, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) access.context["aws:TagKeys"].push_back(key);
}

}  // namespace stellwerk::aws
