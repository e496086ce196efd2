#include "services/events/pattern.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <vector>

#include "api/events.h"
#include "base/bytes.h"

namespace stellwerk::events {
namespace {

::stellwerk::Error invalid(const std::string& why) {
  return errors::InvalidEventPatternException("Event pattern is not valid. Reason: " + why);
}

bool is_numeric_test(const Json& test) {
  const Json::Array* parts = test.array();
  if (parts == nullptr || parts->empty() || parts->size() % 2 != 0) return false;
  for (std::size_t i = 0; i < parts->size(); i += 2) {
    const std::string* sign = (*parts)[i].string();
    constexpr std::array<std::string_view, 5> kSigns{"=", "<", "<=", ">", ">="};
    if (sign == nullptr || std::ranges::find(kSigns, *sign) == kSigns.end() || !(*parts)[i + 1].is_number())
      return false;
  }
  return true;
}

bool is_text_or_texts(const Json& value) {
  if (value.string() != nullptr) return true;
  return value.array() != nullptr && !value.array()->empty() &&
         std::ranges::all_of(*value.array(), [](const Json& item) { return item.string() != nullptr; });
}

bool is_anything_but(const Json& value) {
  if (const Json::Object* object = value.object()) {
    constexpr std::array<std::string_view, 4> kInner{"prefix", "suffix", "equals-ignore-case", "wildcard"};
    return object->size() == 1 && std::ranges::find(kInner, object->front().first) != kInner.end() &&
           is_text_or_texts(object->front().second);
  }
  if (const Json::Array* array = value.array()) {
    return !array->empty() &&
           std::ranges::all_of(*array, [](const Json& item) { return item.string() || item.is_number(); });
  }
  return value.string() != nullptr || value.is_number();
}

bool is_ignore_case_form(const Json& value) {
  return value.object() && value.object()->size() == 1 && value.object()->front().first == "equals-ignore-case" &&
         value.object()->front().second.string();
}

// {"prefix": "x"} and its like.
Result<void> check_operator(const Json::Object& object) {
  if (object.size() != 1) return invalid("a match expression has exactly one operator");
  const auto& [name, value] = object.front();
  bool is_good = name == "prefix" || name == "suffix" ? value.string() != nullptr || is_ignore_case_form(value)
                 : name == "equals-ignore-case" || name == "wildcard" || name == "cidr" ? value.string() != nullptr
                 : name == "exists"                                                     ? value.boolean() != nullptr
                 : name == "numeric"                                                    ? is_numeric_test(value)
                 : name == "anything-but"                                               ? is_anything_but(value)
                                                                                        : false;
  if (is_good) return {};
  return invalid("Unrecognized match type or value: " + name);
}

Result<void> check(const Json& pattern) {
  const Json::Object* object = pattern.object();
  if (object == nullptr) return invalid("Filter is not an object");
  if (object->empty()) return invalid("Empty objects are not allowed");
  for (const auto& [name, value] : *object) {
    if (name == "$or" && value.array() != nullptr) {
      if (value.array()->size() < 2) return invalid("$or needs at least two patterns");
      for (const Json& choice : *value.array()) TRY(check(choice));
    } else if (const Json::Array* leaf = value.array()) {
      if (leaf->empty()) return invalid("Empty arrays are not allowed");
      for (const Json& test : *leaf) {
        if (test.array() != nullptr) return invalid("\"" + name + "\" must not hold an array in an array");
        if (const Json::Object* expression = test.object()) TRY(check_operator(*expression));
      }
    } else if (value.object() != nullptr) {
      TRY(check(value));
    } else {
      return invalid("\"" + name + "\" must be an object or an array");
    }
  }
  return {};
}

// '*' any run of characters.
bool wildcard_matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool cidr_contains(const std::string& block, const std::string& address) {
  std::size_t slash = block.find('/');
  if (slash == std::string::npos) return false;
  for (int family : {AF_INET, AF_INET6}) {
    std::array<unsigned char, 16> network{}, host{};
    if (inet_pton(family, block.substr(0, slash).c_str(), network.data()) != 1) continue;
    if (inet_pton(family, address.c_str(), host.data()) != 1) return false;
    int bits = std::atoi(block.c_str() + slash + 1);
    for (int bit = 0; bit < bits && bit < (family == AF_INET ? 32 : 128); ++bit) {
      int shift = 7 - bit % 8;
      auto index = static_cast<std::size_t>(bit / 8);
      if (((network[index] ^ host[index]) >> shift) & 1) return false;
    }
    return true;
  }
  return false;
}

bool numeric_matches(const Json::Array& parts, double value) {
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    const std::string& sign = *parts[i].string();
    double bound = parts[i + 1].number();
    bool holds = sign == "="    ? value == bound
                 : sign == "<"  ? value < bound
                 : sign == "<=" ? value <= bound
                 : sign == ">"  ? value > bound
                                : value >= bound;
    if (!holds) return false;
  }
  return true;
}

bool equal(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return a.number() == b.number();
  return a == b;
}

bool text_test(std::string_view name, const Json& wanted, const std::string& text) {
  if (is_ignore_case_form(wanted)) {
    return text_test(name, Json(to_lower(*wanted.object()->front().second.string())), to_lower(text));
  }
  if (const Json::Array* choices = wanted.array()) {
    return std::ranges::any_of(*choices, [&](const Json& choice) { return text_test(name, choice, text); });
  }
  const std::string& other = *wanted.string();
  if (name == "prefix") return text.starts_with(other);
  if (name == "suffix") return text.ends_with(other);
  if (name == "equals-ignore-case") return to_lower(text) == to_lower(other);
  if (name == "wildcard") return wildcard_matches(other, text);
  return name == "cidr" && cidr_contains(other, text);
}

bool leaf_test(const Json& test, const Json& value) {
  const Json::Object* expression = test.object();
  if (expression == nullptr) return equal(test, value);
  const auto& [name, wanted] = expression->front();
  if (name == "exists") return *wanted.boolean();
  if (name == "numeric") return value.is_number() && numeric_matches(*wanted.array(), value.number());
  if (name == "anything-but") {
    if (const Json::Object* inner = wanted.object()) {
      return value.string() != nullptr && !text_test(inner->front().first, inner->front().second, *value.string());
    }
    if (const Json::Array* choices = wanted.array()) {
      return std::ranges::none_of(*choices, [&](const Json& choice) { return equal(choice, value); });
    }
    return !equal(wanted, value);
  }
  return value.string() != nullptr && text_test(name, wanted, *value.string());
}

bool wants_absence(const Json& test) {
  return test.object() && test.object()->front().first == "exists" && !*test.object()->front().second.boolean();
}

bool leaf_matches(const Json::Array& tests, const Json* value) {
  bool is_leaf = value != nullptr && value->object() == nullptr;
  bool is_absent = !is_leaf || (value->array() && value->array()->empty());
  if (is_absent) return std::ranges::any_of(tests, wants_absence);
  return std::ranges::any_of(tests, [&](const Json& test) {
    if (wants_absence(test)) return false;
    if (const Json::Array* values = value->array()) {
      return std::ranges::any_of(*values, [&](const Json& item) { return leaf_test(test, item); });
    }
    return leaf_test(test, *value);
  });
}

bool member_matches(const Json& wanted, const Json* value) {
  if (const Json::Array* tests = wanted.array()) return leaf_matches(*tests, value);
  if (value != nullptr && value->array() != nullptr) {
    return std::ranges::any_of(*value->array(), [&](const Json& item) { return matches(wanted, item); });
  }
  // An absent object can still match a pattern that asks only for absence.
  static const Json kNothing{Json::Object{}};
  return matches(wanted, value == nullptr ? kNothing : *value);
}

}  // namespace

Result<Json> parse_pattern(std::string_view text) {
  auto parsed = parse_json(text);
  if (!parsed) return invalid(parsed.error().message);
  TRY(check(*parsed));
  return parsed;
}

bool matches(const Json& pattern, const Json& event) {
  return std::ranges::all_of(*pattern.object(), [&](const auto& member) {
    const auto& [name, wanted] = member;
    if (name == "$or" && wanted.array() != nullptr) {
      return std::ranges::any_of(*wanted.array(), [&](const Json& choice) { return matches(choice, event); });
    }
    return member_matches(wanted, event.find(name));
  });
}

}  // namespace stellwerk::events
