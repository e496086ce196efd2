#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "auth/policy.h"

/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
namespace stellwerk::auth {

// In an expanded pattern these stand for the characters themselves: a '*' that comes from a tag's value or
// from ${*} matches only a '*'.
inline constexpr char kLiteralAsterisk = '\x01';
inline constexpr char kLiteralQuestionMark = '\x02';

enum class Expansion {
  pattern,  // literal wildcards are kept apart, as above
  text,     // for operators that know no wildcards
};

/// Replaces ${key}, ${key, 'default'}, ${*}, ${?} and ${$}. Nothing if a key is absent (or has several
/// values) and has no default: such an element matches nothing. `context` has lower-case keys.
std::optional<std::string> expand_variables(std::string_view text, const ConditionContext& context,
                                            Expansion expansion);

}  // namespace stellwerk::auth
