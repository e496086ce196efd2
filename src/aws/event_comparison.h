#pragma once
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"

/// The entries of a pattern's lists: values, and match expressions such as {"prefix": "x"}.
namespace stellwerk::aws {

/// Numbers that can be compared lie between, in steps of a millionth.
inline constexpr double kComparableNumberLimit = 5e9;
/// Wildcards of one path may be in so many places of an event's value at once.
inline constexpr std::size_t kWildcardComplexityLimit = 10;

struct EventComparison {
  enum class Kind {
    exact,   // `value`
    prefix,  // `texts`, also below; any of them
    suffix,
    prefix_ignore_case,
    suffix_ignore_case,
    equals_ignore_case,
    wildcard,  // `texts` as written, with escapes
    numeric,   // between `bottom` and `top`
    cidr,      // from `first_address` to `last_address`
    exists,
    absent
  };
  Kind kind = Kind::exact;
  bool is_negated = false;  // anything-but
  Json value;
  std::vector<Json> values;  // anything-but of plain values
  std::vector<std::string> texts;
  double bottom = 0, top = 0;
  bool is_bottom_open = false, is_top_open = false;
  std::string first_address, last_address;  // 4 or 16 bytes
};

/// What the other tests of a path make of its values, as AWS's engine translates each value once for all of them.
struct ComparisonsAtPath {
  bool has_number = false;   // numbers are compared as such
  bool has_address = false;  // texts that are IP addresses are compared as such, by nothing else
};
ComparisonsAtPath summary_of(const std::vector<std::shared_ptr<const EventComparison>>& tests);

/// The error is the reason in AWS's words.
std::expected<std::shared_ptr<const EventComparison>, std::string> parse_event_comparison(const Json& entry);

/// Whether a value that is there passes. Never for `absent`.
bool passes(const EventComparison& test, const ComparisonsAtPath& path, const Json& value);

/// Whether wildcards of one path could take too long to follow.
bool is_too_complex(const std::vector<std::shared_ptr<const EventComparison>>& tests);

}  // namespace stellwerk::aws
