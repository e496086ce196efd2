#include "aws/event_comparison.h"

#include <arpa/inet.h>
#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "base/bytes.h"

namespace stellwerk::aws {
namespace {

using Kind = EventComparison::Kind;
using Parsed = std::expected<std::shared_ptr<const EventComparison>, std::string>;

std::unexpected<std::string> refused(std::string reason) { return std::unexpected(std::move(reason)); }

/// Nothing if the number cannot be compared: too large, or finer than a millionth.
std::optional<double> comparable(const Json& json) {
  constexpr double kMillion = 1e6, kTolerance = 1e-3;
  if (!json.is_number()) return std::nullopt;
  double value = json.number();
  if (!(std::fabs(value) <= kComparableNumberLimit)) return std::nullopt;
  double scaled = value * kMillion;
  if (std::fabs(scaled - std::round(scaled)) > kTolerance) return std::nullopt;
  return std::round(scaled) / kMillion;
}

/// The bytes of an IP address, or nothing.
std::optional<std::string> address_bytes(const std::string& text) {
  std::array<char, 16> bytes{};
  if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 4);
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 16);
  return std::nullopt;
}

/// Lower case as far as Unicode has one for a single character.
std::string folded(std::string_view text) {
  static const locale_t kUnicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  bool is_ascii = std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
  if (is_ascii || kUnicode == nullptr) return to_lower(text);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    auto first = static_cast<unsigned char>(text[i]);
    std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    wint_t character = length == 1 ? first : first & (0xFF >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      character = character << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    }
    i += length;
    character = towlower_l(character, kUnicode);
    if (character < 0x80) {
      out += static_cast<char>(character);
    } else if (character < 0x800) {
      out += {static_cast<char>(0xC0 | character >> 6), static_cast<char>(0x80 | (character & 0x3F))};
    } else if (character < 0x10000) {
      out += {static_cast<char>(0xE0 | character >> 12), static_cast<char>(0x80 | (character >> 6 & 0x3F)),
              static_cast<char>(0x80 | (character & 0x3F))};
    } else {
      out += {static_cast<char>(0xF0 | character >> 18), static_cast<char>(0x80 | (character >> 12 & 0x3F)),
              static_cast<char>(0x80 | (character >> 6 & 0x3F)), static_cast<char>(0x80 | (character & 0x3F))};
    }
  }
  return out;
}

/// A wildcard's characters: bytes, and kAnyRun for a '*' that is not escaped.
constexpr int kAnyRun = 256;
using WildcardTokens = std::vector<int>;

std::expected<WildcardTokens, std::string> wildcard_tokens(std::string_view text) {
  WildcardTokens out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*') {
      if (i + 1 < text.size() && text[i + 1] == '*') {
        return refused("Consecutive wildcard characters at pos " + std::to_string(i + 1));
      }
      out.push_back(kAnyRun);
    } else if (text[i] == '\\') {
      bool is_escape = i + 1 < text.size() && (text[i + 1] == '*' || text[i + 1] == '\\');
      if (!is_escape) return refused("Invalid escape character at pos " + std::to_string(i + 1));
      out.push_back(text[++i]);
    } else {
      out.push_back(static_cast<unsigned char>(text[i]));
    }
  }
  return out;
}

bool wildcard_matches(const WildcardTokens& pattern, std::string_view text) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  std::size_t p = 0, t = 0, star = kNone, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == kAnyRun) {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == static_cast<unsigned char>(text[t])) {
      ++p;
      ++t;
    } else if (star != kNone) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kAnyRun) ++p;
  return p == pattern.size();
}

/// Reads one match expression, {"name": value}.
class ExpressionReader {
 public:
  Parsed read(const Json::Object& expression) {
    if (expression.empty()) return refused("Match expression name not found");
    const auto& [name, value] = expression.front();
    if (auto done = read(name, value); !done) return refused(done.error());
    if (expression.size() != 1) return refused("Only one key allowed in match expression");
    return std::make_shared<const EventComparison>(std::move(test_));
  }

 private:
  using Done = std::expected<void, std::string>;

  Done read(const std::string& name, const Json& value) {
    if (name == "exactly") {
      if (!value.string()) return refused("exact match pattern must be a string");
      test_.value = value;
      return {};
    }
    if (name == "prefix" || name == "suffix") return edge(name, value);
    if (name == "equals-ignore-case") return text(Kind::equals_ignore_case, name, value);
    if (name == "wildcard") return text(Kind::wildcard, name, value);
    if (name == "numeric") return numeric(value);
    if (name == "anything-but") return anything_but(value);
    if (name == "cidr") return cidr(value);
    if (name != "exists") return refused("Unrecognized match type " + name);
    if (!value.boolean()) return refused("exists match pattern must be either true or false.");
    test_.kind = *value.boolean() ? Kind::exists : Kind::absent;
    return {};
  }

  Done text(Kind kind, const std::string& name, const Json& value) {
    if (!value.string()) return refused(name + " match pattern must be a string");
    if (kind == Kind::wildcard) {
      if (auto tokens = wildcard_tokens(*value.string()); !tokens) return refused(tokens.error());
    }
    test_.kind = kind;
    test_.texts.push_back(*value.string());
    return {};
  }

  /// A prefix or suffix, perhaps without regard to case.
  Done edge(const std::string& name, const Json& value) {
    bool is_prefix = name == "prefix";
    const Json::Object* inner = value.object();
    if (!inner) return text(is_prefix ? Kind::prefix : Kind::suffix, name, value);
    if (inner->size() != 1 || inner->front().first != "equals-ignore-case") {
      return refused("Unsupported " + name + " pattern: " + (inner->empty() ? "" : inner->front().first));
    }
    return text(is_prefix ? Kind::prefix_ignore_case : Kind::suffix_ignore_case, "equals-ignore-case",
                inner->front().second);
  }

  Done anything_but(const Json& value) {
    test_.is_negated = true;
    if (const Json::Object* inner = value.object()) {
      if (inner->size() != 1) return refused("Only one key allowed in match expression");
      return anything_but(inner->front().first, inner->front().second);
    }
    const Json::Array single{value};
    const Json::Array& values = value.array() ? *value.array() : single;
    auto is_text = [](const Json& item) { return item.string() != nullptr; };
    auto is_number = [](const Json& item) { return item.is_number(); };
    if (values.empty() || (!std::ranges::all_of(values, is_text) && !std::ranges::all_of(values, is_number))) {
      return refused(value.array() ? "Inside anything but list, either all values are number or string, mixed type is "
                                     "not supported"
                                   : "Value of anything-but must be an array or single string/number value.");
    }
    for (const Json& item : values) {
      if (item.is_number() && !comparable(item)) return refused(incomparable());
    }
    test_.values.assign(values.begin(), values.end());
    return {};
  }

  Done anything_but(const std::string& name, const Json& value) {
    bool is_edge = name == "prefix" || name == "suffix";
    if (!is_edge && name != "equals-ignore-case" && name != "wildcard") {
      return refused("Unsupported anything-but pattern: " + name);
    }
    const Json::Array single{value};
    const Json::Array& values = value.array() ? *value.array() : single;
    if (values.empty()) return refused("Value of anything-but must be an array or single string/number value.");
    for (const Json& item : values) {
      // Within anything-but these know no further form.
      if (item.object()) return refused(name + " match pattern must be a string");
      if (is_edge && item.string() && item.string()->empty()) return refused("Null prefix/suffix not allowed");
      if (auto done = read(name, item); !done) return done;
    }
    return {};
  }

  static std::string incomparable() {
    return "Value must be between -5.0E9 and 5.0E9, inclusive, with at most 6 digits behind the decimal point";
  }

  Done numeric(const Json& value) {
    const Json::Array* parts = value.array();
    if (!parts) return refused("Value of numeric must be an array.");
    if (parts->empty() || !parts->front().string()) return refused("Invalid member in numeric match");
    test_.kind = Kind::numeric;
    test_.bottom = -kComparableNumberLimit;
    test_.top = kComparableNumberLimit;
    const std::string& sign = *parts->front().string();
    constexpr std::array<std::string_view, 5> kSigns{"=", "<", "<=", ">", ">="};
    if (std::ranges::find(kSigns, sign) == kSigns.end()) return refused("Unrecognized numeric range operator: " + sign);
    if (parts->size() < 2 || !(*parts)[1].is_number()) return refused("Value of " + sign + " must be numeric");
    auto bound = comparable((*parts)[1]);
    if (!bound) return refused(incomparable());
    bool is_bottom = sign.starts_with('>');
    if (is_bottom || sign == "=") test_.bottom = *bound;
    if (!is_bottom) test_.top = *bound;
    test_.is_bottom_open = sign == ">";
    test_.is_top_open = sign == "<";
    if (sign == "=") return parts->size() == 2 ? Done() : refused("Too many elements in numeric expression");
    if (parts->size() > 2) {
      if (!is_bottom) return refused("Too many elements in numeric expression");
      if (auto done = range_end(*parts); !done) return done;
    }
    if (test_.bottom >= test_.top) return refused("Bottom must be less than top");
    return {};
  }

  Done range_end(const Json::Array& parts) {
    const std::string* sign = parts[2].string();
    if (!sign || (*sign != "<" && *sign != "<=")) {
      return refused("Bad numeric range operator: " + (sign ? *sign : parts[2].dump()));
    }
    if (parts.size() < 4 || !parts[3].is_number()) return refused("Value of " + *sign + " must be numeric");
    if (parts.size() > 4) return refused("Too many terms in numeric range expression");
    auto bound = comparable(parts[3]);
    if (!bound) return refused(incomparable());
    test_.top = *bound;
    test_.is_top_open = *sign == "<";
    return {};
  }

  Done cidr(const Json& value) {
    if (!value.string()) return refused("prefix match pattern must be a string");
    const std::string& block = *value.string();
    std::size_t slash = block.find('/');
    if (slash == block.npos || block.find('/', slash + 1) != block.npos) {
      return refused("Malformed CIDR, one '/' required");
    }
    std::string mask = block.substr(slash + 1);
    if (mask.empty() || mask.size() > 3 || mask.find_first_not_of("0123456789") != mask.npos) {
      return refused("Malformed CIDR, mask bits must be an integer");
    }
    auto first = address_bytes(block.substr(0, slash));
    if (!first) return refused("Nonstandard IP address: " + block.substr(0, slash));
    auto bits = static_cast<std::size_t>(std::stoi(mask));
    if (bits >= first->size() * 8) {
      return refused(first->size() == 4 ? "IPv4 mask bits must be < 32" : "IPv6 mask bits must be < 128");
    }
    test_.kind = Kind::cidr;
    // From the address as written, as AWS has it, to the last of its block.
    test_.first_address = test_.last_address = *first;
    for (std::size_t bit = bits; bit < first->size() * 8; ++bit) {
      test_.last_address[bit / 8] = static_cast<char>(test_.last_address[bit / 8] | 0x80 >> bit % 8);
    }
    return {};
  }

  EventComparison test_;
};

bool any_text(const EventComparison& test, auto&& holds) { return std::ranges::any_of(test.texts, holds); }

bool text_passes(const EventComparison& test, const std::string& text) {
  switch (test.kind) {
    case Kind::prefix: return any_text(test, [&](const auto& other) { return text.starts_with(other); });
    case Kind::suffix: return any_text(test, [&](const auto& other) { return text.ends_with(other); });
    case Kind::prefix_ignore_case:
      return any_text(test, [&](const auto& other) { return folded(text).starts_with(folded(other)); });
    case Kind::suffix_ignore_case:
      return any_text(test, [&](const auto& other) { return folded(text).ends_with(folded(other)); });
    case Kind::equals_ignore_case:
      return any_text(test, [&](const auto& other) { return folded(text) == folded(other); });
    case Kind::wildcard:
      return any_text(test, [&](const auto& other) { return wildcard_matches(*wildcard_tokens(other), text); });
    default: return false;
  }
}

/// Plain values: numbers as numbers if both can be compared, else by what they are.
bool equal(const Json& a, const Json& b) {
  if (!a.is_number() || !b.is_number()) return a == b;
  auto left = comparable(a), right = comparable(b);
  return left && right ? *left == *right : a.number() == b.number();
}

bool passes_unnegated(const EventComparison& test, const ComparisonsAtPath& path, const Json& value) {
  switch (test.kind) {
    case Kind::exists: return true;
    case Kind::absent: return false;
    case Kind::numeric: {
      auto number = comparable(value);
      if (!number || *number < test.bottom || *number > test.top) return false;
      return !(test.is_bottom_open && *number == test.bottom) && !(test.is_top_open && *number == test.top);
    }
    default: break;
  }
  const std::string* text = value.string();
  // Where numbers are compared, addresses are not.
  bool reads_addresses = path.has_address && !path.has_number;
  auto address = text && reads_addresses ? address_bytes(*text) : std::nullopt;
  if (test.kind == Kind::cidr) {
    return address && address->size() == test.first_address.size() &&
           std::memcmp(address->data(), test.first_address.data(), address->size()) >= 0 &&
           std::memcmp(address->data(), test.last_address.data(), address->size()) <= 0;
  }
  if (test.kind == Kind::exact && test.is_negated) {
    return !address && std::ranges::any_of(test.values, [&](const Json& other) { return equal(other, value); });
  }
  if (test.kind == Kind::exact) {
    if (address) return test.value.string() && address_bytes(*test.value.string()) == address;
    return equal(test.value, value);
  }
  return text && !address && text_passes(test, *text);
}

}  // namespace

ComparisonsAtPath summary_of(const std::vector<std::shared_ptr<const EventComparison>>& tests) {
  ComparisonsAtPath out;
  for (const auto& test : tests) {
    bool has_number = test->kind == Kind::numeric || test->value.is_number() ||
                      (!test->values.empty() && test->values.front().is_number());
    out.has_number = out.has_number || has_number;
    bool has_address = test->kind == Kind::cidr || (test->value.string() && address_bytes(*test->value.string()));
    out.has_address = out.has_address || has_address;
  }
  return out;
}

Parsed parse_event_comparison(const Json& entry) {
  if (entry.array()) return refused("Match value must be String, number, true, false, or null");
  if (entry.object()) return ExpressionReader().read(*entry.object());
  EventComparison test;
  test.value = entry;
  return std::make_shared<const EventComparison>(std::move(test));
}

bool passes(const EventComparison& test, const ComparisonsAtPath& path, const Json& value) {
  return passes_unnegated(test, path, value) != test.is_negated;
}

bool is_too_complex(const std::vector<std::shared_ptr<const EventComparison>>& tests) {
  // All wildcards as one automaton: state 2i is before token i of a wildcard, 2i+1 within the run of any characters
  // that token i is. Sets of states that can be active at once are tried one after another.
  constexpr std::size_t kSetsLimit = 2000;
  std::vector<WildcardTokens> wildcards;
  for (const auto& test : tests) {
    if (test->kind != Kind::wildcard) continue;
    for (const std::string& text : test->texts) wildcards.push_back(*wildcard_tokens(text));
  }
  if (wildcards.empty()) return false;
  using State = std::pair<std::size_t, std::size_t>;
  using States = std::set<State>;
  std::set<int> alphabet = {-1};  // -1: a byte that no wildcard names
  States start;
  for (std::size_t w = 0; w < wildcards.size(); ++w) {
    start.emplace(w, 0);
    alphabet.insert(wildcards[w].begin(), wildcards[w].end());
  }
  alphabet.erase(kAnyRun);
  auto step = [&](const States& active, int byte) {
    States next;
    for (const auto& [w, state] : active) {
      const WildcardTokens& tokens = wildcards[w];
      std::size_t at = state / 2;
      if (at == tokens.size()) continue;
      bool is_run = tokens[at] == kAnyRun;
      if (is_run) next.emplace(w, 2 * at + 1);
      std::size_t literal = is_run ? at + 1 : at;
      if (literal < tokens.size() && tokens[literal] == byte) next.emplace(w, 2 * (literal + 1));
    }
    return next;
  };
  std::set<States> seen = {start};
  std::vector<States> pending = {start};
  while (!pending.empty()) {
    States active = std::move(pending.back());
    pending.pop_back();
    for (int byte : alphabet) {
      States next = step(active, byte);
      if (next.size() >= kWildcardComplexityLimit || seen.size() > kSetsLimit) return true;
      if (!next.empty() && seen.insert(next).second) pending.push_back(std::move(next));
    }
  }
  return false;
}

}  // namespace stellwerk::aws
