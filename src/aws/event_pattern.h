#pragma once
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/json.h"

/// The language in which EventBridge, SNS, Lambda and Pipes say which events they want.
/// Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
///         https://github.com/aws/event-ruler (AWS's own engine)
namespace stellwerk::aws {

inline constexpr std::size_t kPatternCacheLimit = 4096;
/// Each $or multiplies what is to be tried; more alternatives than this are refused.
inline constexpr std::size_t kAlternativesLimit = 1000;
/// Of places in arrays that are compared for one pattern and one event; beyond it they do not match.
inline constexpr std::size_t kMatchStepsLimit = 200'000;

/// An event as patterns see it: each value that is no object or array under its path, "detail.state". Whether a dot
/// stands in a name or between two makes no difference.
class FlatEvent {
 public:
  /// Which element of which array a value lies in, for all arrays of objects around it, by array.
  using Places = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  struct Value {
    const Json* json;  // in the event
    Places places;
  };

  /// `event` must outlive it.
  explicit FlatEvent(const Json& event);
  /// The values at a path, or a null pointer if there are none.
  const std::vector<Value>* find(std::string_view path) const;

 private:
  void add(const Json& value, const std::string& path, Places& places);

  std::map<std::string, std::vector<Value>, std::less<>> values_;
  std::uint32_t arrays_ = 0;
};

/// One entry of a pattern's list; see event_comparison.h.
struct EventComparison;

/// A pattern taken apart. Values of one array's different elements do not match together.
class EventPattern {
 public:
  /// The error is the reason in AWS's words: "Unrecognized match type nearly".
  static std::expected<EventPattern, std::string> parse(std::string_view text);

  bool matches(const FlatEvent& event) const;

  /// The values of the top-level member `name` that the pattern is limited to; nothing if it takes others too.
  std::optional<std::vector<std::string>> only_values_of(std::string_view name) const;

 private:
  /// The tests of one path, of which one must hold.
  using Tests = std::vector<std::shared_ptr<const EventComparison>>;
  /// All paths, each of which must match. Each $or makes several of one.
  using Alternative = std::map<std::string, Tests>;
  class Reader;

  static bool matches(const Alternative& alternative, const FlatEvent& event);

  std::vector<Alternative> alternatives_;
};

/// Parsed patterns by text, safe for threads; drops all when full.
class EventPatternCache {
 public:
  /// Null if the text is no pattern.
  std::shared_ptr<const EventPattern> load(const std::string& text);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const EventPattern>> patterns_;
};

}  // namespace stellwerk::aws
