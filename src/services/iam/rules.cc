#include "services/iam/rules.h"

#include <charconv>
#include <set>

#include "base/bytes.h"

namespace stellwerk::iam {

namespace {

constexpr std::string_view kIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kSecretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kEntityIdCharacters = 17;
constexpr std::size_t kAccessKeyCharacters = 16;
constexpr std::size_t kSecretCharacters = 40;

}  // namespace

std::string new_entity_id(std::string_view prefix, IdSource& ids) {
  return std::string(prefix) + ids.from_alphabet(kEntityIdCharacters, kIdAlphabet);
}

std::string new_access_key_id(std::string_view prefix, IdSource& ids) {
  return std::string(prefix) + ids.from_alphabet(kAccessKeyCharacters, kIdAlphabet);
}

std::string new_secret_access_key(IdSource& ids) { return ids.from_alphabet(kSecretCharacters, kSecretAlphabet); }

std::string entity_arn(std::string_view account, std::string_view kind, std::string_view path, std::string_view name) {
  return "arn:aws:iam::" + std::string(account) + ":" + std::string(kind) + std::string(path) + std::string(name);
}

std::string root_arn(std::string_view account) { return "arn:aws:iam::" + std::string(account) + ":root"; }

std::string session_arn(std::string_view account, std::string_view role_name, std::string_view session_name) {
  return "arn:aws:sts::" + std::string(account) + ":assumed-role/" + std::string(role_name) + "/" +
         std::string(session_name);
}

std::optional<EntityName> entity_of(const Arn& arn, std::string_view kind) {
  if (arn.service != "iam" || !arn.region.empty() || !arn.resource.starts_with(kind)) return std::nullopt;
  std::string_view rest = std::string_view(arn.resource).substr(kind.size());
  if (!rest.starts_with('/')) return std::nullopt;
  auto slash = rest.rfind('/');
  if (slash + 1 == rest.size()) return std::nullopt;
  return EntityName{std::string(rest.substr(0, slash + 1)), std::string(rest.substr(slash + 1))};
}

std::string policy_path(const std::string& policy_arn) {
  auto arn = parse_arn(policy_arn);
  auto entity = arn ? entity_of(*arn, "policy") : std::nullopt;
  return entity ? entity->path : "/";
}

Result<std::string> checked_path(const std::optional<std::string>& path) {
  if (!path) return std::string("/");
  if (!path->starts_with('/') || !path->ends_with('/')) {
    return Error{"ValidationError",
                 "The specified value for path is invalid. It must begin and end with / and "
                 "contain only alphanumeric characters and/or / characters."};
  }
  for (std::string_view reserved : {"/aws-reserved/", "/aws-service-role/"}) {
    if (path->starts_with(reserved)) {
      return Error{"InvalidInput", "The path " + *path + " is reserved for AWS: choose one that does not begin with " +
                                       std::string(reserved) + "."};
    }
  }
  return *path;
}

std::string encoded_document(std::string_view document) { return percent_encode(document); }

std::size_t policy_size(std::string_view document) {
  std::size_t size = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < document.size(); ++i) {
    char c = document[i];
    if (in_string && c == '\\' && i + 1 < document.size()) {
      size += 2;
      ++i;
      continue;
    }
    if (c == '"') in_string = !in_string;
    if (in_string || (c != ' ' && c != '\t' && c != '\n' && c != '\r')) ++size;
  }
  return size;
}

Result<void> add_tags(Tags& tags, const std::vector<std::pair<std::string, std::string>>& added) {
  std::set<std::string> seen;
  for (const auto& [key, value] : added) {
    auto lower = to_lower(key);
    if (lower.starts_with("aws:")) {
      return Error{"InvalidInput", "Tag keys beginning with 'aws:' are reserved for AWS use: " + key};
    }
    if (!seen.insert(lower).second) {
      return Error{"InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive."};
    }
    std::erase_if(tags, [&](const auto& tag) { return to_lower(tag.first) == lower; });
    tags[key] = value;
  }
  if (tags.size() > kTagsLimit) {
    return Error{"LimitExceeded", "The number of tags has exceeded the limit of " + std::to_string(kTagsLimit) + ".",
                 409};
  }
  return {};
}

void remove_tags(Tags& tags, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    auto lower = to_lower(key);
    std::erase_if(tags, [&](const auto& tag) { return to_lower(tag.first) == lower; });
  }
}

std::optional<std::int64_t> version_number(std::string_view version_id) {
  if (!version_id.starts_with('v')) return std::nullopt;
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(version_id.data() + 1, version_id.data() + version_id.size(), number);
  if (error != std::errc() || end != version_id.data() + version_id.size() || number < 1) return std::nullopt;
  return number;
}

std::string version_id(std::int64_t version) { return "v" + std::to_string(version); }

}  // namespace stellwerk::iam
