#include "aws/event_pattern.h"

#include <algorithm>
#include <array>
#include <set>

#include "aws/event_comparison.h"
#include "base/lenient_json.h"

namespace stellwerk::aws {
namespace {

constexpr std::string_view kOr = "$or";
/// Names that a pattern within $or must not use.
constexpr auto kReserved = std::to_array<std::string_view>({"exactly",
                                                            "equals-ignore-case",
                                                            "prefix",
                                                            "suffix",
                                                            "anything-but",
                                                            "exists",
                                                            "wildcard",
                                                            "numeric",
                                                            "cidr",
                                                            "html",
                                                            "=",
                                                            "<",
                                                            "<=",
                                                            ">",
                                                            ">=",
                                                            "regex",
                                                            "not-wildcard",
                                                            "not-equals-ignore-case",
                                                            "date-after",
                                                            "date-on-or-after",
                                                            "date-before",
                                                            "date-on-or-before",
                                                            "in-date-range",
                                                            "ip-address-in-range",
                                                            "ip-address-not-in-range"});

using Places = FlatEvent::Places;

std::string joined(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

/// Both together, or nothing if they lie in different elements of one array. Keeps the arrays in `needed` only.
std::optional<Places> merged(const Places& a, const Places& b, const std::set<std::uint32_t>& needed) {
  Places out;
  auto left = a.begin(), right = b.begin();
  while (left != a.end() || right != b.end()) {
    bool takes_left = right == b.end() || (left != a.end() && left->first <= right->first);
    if (takes_left && right != b.end() && left->first == right->first) {
      if (left->second != right->second) return std::nullopt;
      ++right;
    }
    const auto& place = takes_left ? *left++ : *right++;
    if (needed.contains(place.first)) out.push_back(place);
  }
  return out;
}

}  // namespace

FlatEvent::FlatEvent(const Json& event) {
  Places places;
  add(event, {}, places);
}

void FlatEvent::add(const Json& value, const std::string& path, Places& places) {
  if (const Json::Object* object = value.object()) {
    for (const auto& [name, member] : *object) add(member, joined(path, name), places);
  } else if (const Json::Array* array = value.array()) {
    std::uint32_t id = arrays_++, index = 0;
    for (const Json& element : *array) {
      // Plain values of one array match together.
      bool is_place = element.object() || element.array();
      if (is_place) places.emplace_back(id, index);
      add(element, path, places);
      if (is_place) places.pop_back();
      ++index;
    }
  } else {
    values_[path].push_back({&value, places});
  }
}

const std::vector<FlatEvent::Value>* FlatEvent::find(std::string_view path) const {
  auto found = values_.find(path);
  return found == values_.end() ? nullptr : &found->second;
}

/// Reads a pattern member by member; a $or so far splits what comes after it too.
class EventPattern::Reader {
 public:
  using Done = std::expected<void, std::string>;

  Done read(const Json& pattern) {
    if (!pattern.object()) return std::unexpected("Filter is not an object");
    return object(*pattern.object(), {}, alternatives, false);
  }

  std::vector<Alternative> alternatives = {{}};

 private:
  Done object(const Json::Object& members, const std::string& path, std::vector<Alternative>& into, bool within_or) {
    if (members.empty()) return std::unexpected("Empty objects are not allowed");
    for (const auto& [name, value] : members) {
      Done done = name == kOr ? either(value, path, into) : member(name, value, path, into, within_or);
      if (!done) return done;
    }
    return {};
  }

  Done member(const std::string& name, const Json& value, const std::string& path, std::vector<Alternative>& into,
              bool within_or) {
    if (within_or && std::ranges::find(kReserved, name) != kReserved.end()) {
      return std::unexpected(name + " is Ruler reserved fieldName which cannot be used inside $or.");
    }
    if (value.object()) return object(*value.object(), joined(path, name), into, within_or);
    if (!value.array()) return std::unexpected("\"" + name + "\" must be an object or an array");
    if (value.array()->empty()) return std::unexpected("Empty arrays are not allowed");
    Tests tests;
    for (const Json& entry : *value.array()) {
      auto test = parse_event_comparison(entry);
      if (!test) return std::unexpected(test.error());
      tests.push_back(std::move(*test));
    }
    if (is_too_complex(tests)) {
      return std::unexpected(
          "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a "
          "wildcard character");
    }
    // A path given twice: the later one counts.
    for (Alternative& alternative : into) alternative[joined(path, name)] = tests;
    return {};
  }

  Done either(const Json& value, const std::string& path, std::vector<Alternative>& into) {
    if (!value.array()) return std::unexpected("It must be an Array followed with $or.");
    std::vector<Alternative> out;
    for (const Json& choice : *value.array()) {
      if (!choice.object()) return std::unexpected("Only JSON object is allowed in array of $or relationship.");
      std::vector<Alternative> one = into;
      if (Done done = object(*choice.object(), path, one, true); !done) return done;
      if (out.size() + one.size() > kAlternativesLimit) {
        return std::unexpected("Rule is too complex - the $or relationships have more than " +
                               std::to_string(kAlternativesLimit) + " combinations");
      }
      std::ranges::move(one, std::back_inserter(out));
    }
    if (value.array()->size() < 2) return std::unexpected("There must have at least 2 Objects in $or relationship.");
    into = std::move(out);
    return {};
  }
};

std::expected<EventPattern, std::string> EventPattern::parse(std::string_view text) {
  auto json = parse_lenient_json(text);
  if (!json) return std::unexpected(json.error().message);
  Reader reader;
  if (auto done = reader.read(*json); !done) return std::unexpected(done.error());
  EventPattern pattern;
  pattern.alternatives_ = std::move(reader.alternatives);
  return pattern;
}

bool EventPattern::matches(const FlatEvent& event) const {
  return std::ranges::any_of(alternatives_,
                             [&](const Alternative& alternative) { return matches(alternative, event); });
}

bool EventPattern::matches(const Alternative& alternative, const FlatEvent& event) {
  // Where the values lie that pass, for each path that has any.
  std::vector<std::set<Places>> candidates;
  for (const auto& [path, tests] : alternative) {
    const std::vector<FlatEvent::Value>* values = event.find(path);
    if (!values) {
      auto is_absence = [](const auto& test) { return test->kind == EventComparison::Kind::absent; };
      if (std::ranges::none_of(tests, is_absence)) return false;
      continue;
    }
    ComparisonsAtPath summary = summary_of(tests);
    std::set<Places>& passing = candidates.emplace_back();
    for (const FlatEvent::Value& value : *values) {
      auto holds = [&](const auto& test) { return passes(*test, summary, *value.json); };
      if (std::ranges::any_of(tests, holds)) passing.insert(value.places);
    }
    if (passing.empty()) return false;
  }
  // Whether one of each fits together: all sets of places that the paths so far can have.
  std::vector<std::set<std::uint32_t>> needed_after(candidates.size());
  for (std::size_t i = candidates.size(); i-- > 1;) {
    needed_after[i - 1] = needed_after[i];
    for (const Places& places : candidates[i]) {
      for (const auto& place : places) needed_after[i - 1].insert(place.first);
    }
  }
  std::set<Places> reachable = {{}};
  std::size_t steps = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    std::set<Places> next;
    for (const Places& so_far : reachable) {
      for (const Places& places : candidates[i]) {
        if (++steps > kMatchStepsLimit) return false;
        if (auto both = merged(so_far, places, needed_after[i])) next.insert(std::move(*both));
      }
    }
    if (next.empty()) return false;
    reachable = std::move(next);
  }
  return true;
}

std::optional<std::vector<std::string>> EventPattern::only_values_of(std::string_view name) const {
  std::vector<std::string> out;
  for (const Alternative& alternative : alternatives_) {
    auto found = alternative.find(std::string(name));
    if (found == alternative.end()) return std::nullopt;
    for (const auto& test : found->second) {
      if (test->kind != EventComparison::Kind::exact || test->is_negated || !test->value.string()) return std::nullopt;
      if (std::ranges::find(out, *test->value.string()) == out.end()) out.push_back(*test->value.string());
    }
  }
  return out;
}

std::shared_ptr<const EventPattern> EventPatternCache::load(const std::string& text) {
  {
    std::lock_guard lock(mutex_);
    if (auto found = patterns_.find(text); found != patterns_.end()) return found->second;
  }
  auto parsed = EventPattern::parse(text);
  if (!parsed) return nullptr;
  auto pattern = std::make_shared<const EventPattern>(std::move(*parsed));
  std::lock_guard lock(mutex_);
  if (patterns_.size() >= kPatternCacheLimit) patterns_.clear();
  patterns_.emplace(text, pattern);
  return pattern;
}

}  // namespace stellwerk::aws
