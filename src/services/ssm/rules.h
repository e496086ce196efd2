#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/ssm.h"
#include "base/result.h"
#include "services/ssm/records.h"
#include "store/key.h"

/// Names, values, tiers, filters. Pure.
/// Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
namespace stellwerk::ssm {

inline constexpr std::size_t kNameLimit = 1011;  // with the ARN in front of it 2048 are not exceeded
inline constexpr std::size_t kHierarchyLevelLimit = 15;
inline constexpr std::size_t kStandardValueLimit = 4096;
inline constexpr std::size_t kAdvancedValueLimit = 8192;
inline constexpr std::int64_t kVersionsLimit = 100;
inline constexpr std::size_t kFilterValuesLimit = 50;
inline constexpr std::size_t kLabelsLimit = 10;  // of one version
inline constexpr std::size_t kPathPage = 10;     // the default and the most
inline constexpr std::size_t kPage = 50;

inline const std::string kDefaultKey = "alias/aws/ssm";

std::string parameter_arn(std::string_view region, std::string_view account, std::string_view name);

/// For a new parameter. Errors: ValidationException, AccessDeniedException (reserved names),
/// HierarchyLevelLimitExceededException.
Result<void> check_name(const std::string& name);

/// "/x" for "x" and the other way round; empty for a name of more levels.
std::string other_spelling(const std::string& name);

/// What GetParameter's Name asks for: "name", "name:3", "name:label", or an ARN in front of it.
struct Reference {
  std::string name;      // for what lies in another account or Region its ARN, which is no parameter's name
  std::string selector;  // ":3", or empty
};
Reference parse_reference(const std::string& text, const store::Scope& here);

/// The tier that the value goes to. `current`: of an existing parameter, else empty. Errors: ValidationException.
Result<std::string> chosen_tier(const std::optional<std::string>& asked, const std::string& current,
                                std::size_t value_size);

/// Errors: InvalidAllowedPatternException, ParameterPatternMismatchException.
Result<void> check_pattern(const std::string& value, const std::string& pattern);

/// The path of GetParametersByPath and of the filter Path. Error:
/// ValidationException.
Result<void> check_path(const std::string& path);
/// Whether the parameter lies in the hierarchy `path`, directly or anywhere
/// below.
bool is_below(const std::string& name, const std::string& path, bool recursive);

/// Whether a parameter passes the filters of DescribeParameters and GetParametersByPath.
bool matches(const ParameterRecord& parameter, const TagsRecord& tags, const ParameterStringFilter& filter);
/// DescribeParameters' filters: each key once, no Label. Errors: as below.
Result<void> check_filters(const std::vector<ParameterStringFilter>& filters);
/// Errors: InvalidFilterKey, InvalidFilterOption, InvalidFilterValue;
/// ValidationException for a path.
Result<void> check_filter(const ParameterStringFilter& filter);

/// Labels name versions: no number, no reserved beginning.
bool is_label(std::string_view label);

}  // namespace stellwerk::ssm
