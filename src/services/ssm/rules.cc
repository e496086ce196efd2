#include "services/ssm/rules.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "aws/arn.h"
#include "base/arn.h"
#include "base/bytes.h"

namespace stellwerk::ssm {

namespace {

constexpr std::string_view kNameRule =
    "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of "
    "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 "
    "symbols .-_";

bool has_allowed_characters(std::string_view name) {
  return std::ranges::all_of(name, [](unsigned char c) {
    return (c < 0x80 && std::isalnum(c)) || c == '_' || c == '.' || c == '-' || c == '/';
  });
}

std::vector<std::string> values_of(const ParameterRecord& parameter, const TagsRecord& tags, const std::string& key) {
  if (key == "Name") return {parameter.name};
  if (key == "Type") return {parameter.type};
  if (key == "KeyId") return {parameter.key_id};
  if (key == "Tier") return {parameter.tier};
  if (key == "DataType") return {parameter.data_type};
  if (key == "Label") return parameter.labels;
  if (!key.starts_with("tag:")) return {};
  auto tag = tags.tags.find(key.substr(4));
  return tag == tags.tags.end() ? std::vector<std::string>{} : std::vector<std::string>{tag->second};
}

/// Keys that know only some values. Error: InvalidFilterOption, as AWS has it.
Result<void> check_choice(const std::string& key, const std::string& value) {
  std::vector<std::string_view> choices;
  if (key == "Type") choices = {"String", "StringList", "SecureString"};
  if (key == "Tier") choices = {"Standard", "Advanced", "Intelligent-Tiering"};
  if (choices.empty() || std::ranges::find(choices, value) != choices.end()) return {};
  return errors::InvalidFilterOption("The filter value " + value + " is not valid for the key " + key + ".");
}

bool compares(const std::string& actual, const std::string& option, const std::string& wanted) {
  if (option == "BeginsWith") return actual.starts_with(wanted);
  if (option == "Contains") return actual.find(wanted) != std::string::npos;
  return actual == wanted;
}

}  // namespace

std::string parameter_arn(std::string_view region, std::string_view account, std::string_view name) {
  if (name.starts_with("arn:")) return std::string(name);
  return aws::arn("ssm", {std::string(account), std::string(region)},
                  (name.starts_with('/') ? "parameter" : "parameter/") + std::string(name));
}

Result<void> check_name(const std::string& name) {
  if (name.size() > kNameLimit) {
    return errors::ValidationException("Parameter name must not be longer than " + std::to_string(kNameLimit) +
                                       " characters.");
  }
  if (!has_allowed_characters(name) || name.ends_with('/') || name.find("//") != std::string::npos) {
    return errors::ValidationException(std::string(kNameRule));
  }
  if (name.find('/') != std::string::npos && !name.starts_with('/')) {
    return errors::ValidationException("Parameter name must be a fully qualified name.");
  }
  auto bare = to_lower(name.starts_with('/') ? name.substr(1) : name);
  if (bare.starts_with("aws")) {
    return Error{"AccessDeniedException", "No access to reserved parameter name: " + name + "."};
  }
  if (bare.starts_with("ssm")) return errors::ValidationException(std::string(kNameRule));
  if (std::ranges::count(name, '/') > static_cast<std::ptrdiff_t>(kHierarchyLevelLimit)) {
    return errors::HierarchyLevelLimitExceededException("A hierarchy can have a maximum of " +
                                                        std::to_string(kHierarchyLevelLimit) + " levels.");
  }
  return {};
}

std::string other_spelling(const std::string& name) {
  if (name.find('/') == std::string::npos) return "/" + name;
  if (name.starts_with('/') && name.find('/', 1) == std::string::npos) return name.substr(1);
  return "";
}

Reference parse_reference(const std::string& text, const store::Scope& here) {
  auto arn = parse_arn(text);
  std::string name = arn ? arn->resource : text;
  auto colon = std::min(name.rfind(':'), name.size());
  std::string selector = name.substr(colon);
  name.resize(colon);
  if (!arn) return {name, selector};
  std::string bare = text.substr(0, text.size() - selector.size());
  auto inside = aws::name_in_arn(bare, "ssm", here, "parameter/");
  if (!inside) return {bare, selector};
  // An ARN does not tell "/a" from "a"; only a name with further slashes needs the first.
  return {inside->find('/') == std::string::npos ? *inside : "/" + *inside, selector};
}

Result<std::string> chosen_tier(const std::optional<std::string>& asked, const std::string& current,
                                std::size_t value_size) {
  bool is_large = value_size > kStandardValueLimit;
  auto tier = asked.value_or(current.empty() ? "Standard" : current);
  if (tier == "Intelligent-Tiering") tier = is_large || current == "Advanced" ? "Advanced" : "Standard";
  if (tier == "Standard" && current == "Advanced") {
    return errors::ValidationException(
        "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter "
        "tier "
        "to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a "
        "standard "
        "parameter.");
  }
  if (tier == "Standard" && is_large) {
    return errors::ValidationException(
        "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter "
        "value, "
        "upgrade the parameter to use the advanced-parameter tier.");
  }
  if (value_size > kAdvancedValueLimit) {
    return errors::ValidationException(
        "Advanced tier parameters support a maximum parameter value of 8192 characters.");
  }
  return tier;
}

Result<void> check_pattern(const std::string& value, const std::string& pattern) {
  if (pattern.empty()) return {};
  RE2 expression(pattern, RE2::Quiet);
  if (!expression.ok()) {
    return errors::InvalidAllowedPatternException("The allowed pattern " + pattern +
                                                  " is not valid: " + expression.error());
  }
  if (RE2::FullMatch(value, expression)) return {};
  return errors::ParameterPatternMismatchException("Parameter value, cannot be validated against allowedPattern: " +
                                                   pattern);
}

Result<void> check_path(const std::string& path) {
  bool is_good = path.starts_with('/') && path.find("//") == std::string::npos && has_allowed_characters(path) &&
                 std::ranges::count(path, '/') <= static_cast<std::ptrdiff_t>(kHierarchyLevelLimit) + 1;
  if (is_good) return {};
  return errors::ValidationException("The parameter path must begin with a slash and consist of at most " +
                                     std::to_string(kHierarchyLevelLimit) +
                                     " sub-paths divided by one slash each, of letters, numbers and the "
                                     "symbols .-_. You entered " +
                                     path + ".");
}

bool is_below(const std::string& name, const std::string& path, bool recursive) {
  auto parent = path.ends_with('/') ? path : path + "/";
  std::string_view rest = name;
  if (rest.starts_with(parent)) {
    rest.remove_prefix(parent.size());
  } else if (parent != "/") {  // names without a slash lie directly below the root
    return false;
  }
  return !rest.empty() && (recursive || rest.find('/') == std::string_view::npos);
}

bool matches(const ParameterRecord& parameter, const TagsRecord& tags, const ParameterStringFilter& filter) {
  auto wanted = filter.values.value_or(std::vector<std::string>{});
  if (filter.key == "Path") {
    bool recursive = filter.option == "Recursive";
    return std::ranges::any_of(wanted, [&](const auto& path) { return is_below(parameter.name, path, recursive); });
  }
  auto option = filter.option.value_or("Equals");
  auto actual = values_of(parameter, tags, filter.key);
  if (filter.key.starts_with("tag:") && wanted.empty()) return !actual.empty();
  return std::ranges::any_of(actual, [&](const auto& value) {
    return std::ranges::any_of(wanted, [&](const auto& text) { return compares(value, option, text); });
  });
}

Result<void> check_filter(const ParameterStringFilter& filter) {
  constexpr std::array<std::string_view, 7> kKeys = {"Name", "Type", "KeyId", "Path", "Label", "Tier", "DataType"};
  if (!filter.key.starts_with("tag:") && std::ranges::find(kKeys, filter.key) == kKeys.end()) {
    return errors::InvalidFilterKey("The filter key " + filter.key + " is not valid.");
  }
  auto option = filter.option.value_or(filter.key == "Path" ? "OneLevel" : "Equals");
  bool is_good = filter.key == "Path"   ? option == "Recursive" || option == "OneLevel"
                 : filter.key == "Name" ? option == "Equals" || option == "BeginsWith" || option == "Contains"
                                        : option == "Equals" || option == "BeginsWith";
  if (!is_good) {
    return errors::InvalidFilterOption("The filter option " + option + " is not valid for the key " + filter.key + ".");
  }
  auto values = filter.values.value_or(std::vector<std::string>{});
  if (values.empty() && !filter.key.starts_with("tag:")) {
    return errors::InvalidFilterValue("The following filter values are missing : null for filter key " + filter.key);
  }
  if (values.size() > kFilterValuesLimit) {
    return errors::InvalidFilterValue("A filter can have up to " + std::to_string(kFilterValuesLimit) + " values.");
  }
  for (const auto& value : values) {
    if (filter.key == "Path") TRY(check_path(value));
    TRY(check_choice(filter.key, value));
  }
  return {};
}

Result<void> check_filters(const std::vector<ParameterStringFilter>& filters) {
  std::set<std::string> keys;
  for (const auto& filter : filters) {
    if (filter.key == "Label") {
      return errors::InvalidFilterKey("The filter key Label is only valid in GetParametersByPath.");
    }
    if (!keys.insert(filter.key).second) {
      return errors::InvalidFilterKey("The following filter is duplicated in the request: " + filter.key +
                                      ". A request can contain only one occurrence of a specific filter.");
    }
    TRY(check_filter(filter));
  }
  return {};
}

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 100 || std::isdigit(static_cast<unsigned char>(label[0]))) return false;
  auto lower = to_lower(label);
  if (lower.starts_with("aws") || lower.starts_with("ssm")) return false;
  return std::ranges::all_of(
      label, [](unsigned char c) { return (c < 0x80 && std::isalnum(c)) || c == '_' || c == '.' || c == '-'; });
}

}  // namespace stellwerk::ssm
