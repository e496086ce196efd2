#include "protocol/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace stellwerk::protocol {
namespace {

constexpr int kRepetitionLimit = 1000;  // RE2's own

std::unique_ptr<RE2> compiled(std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  return std::make_unique<RE2>(translated_pattern(pattern), options);
}

/// Literals of the shape tables, so that the address tells them apart.
const RE2& cached(std::string_view pattern) {
  static std::shared_mutex mutex;
  static std::unordered_map<const char*, std::unique_ptr<RE2>> patterns;
  {
    std::shared_lock lock(mutex);
    if (auto found = patterns.find(pattern.data()); found != patterns.end()) return *found->second;
  }
  auto made = compiled(pattern);
  std::unique_lock lock(mutex);
  return *patterns.try_emplace(pattern.data(), std::move(made)).first->second;
}

/// Length of "{2,2048}" at the front of `text`, or 0; gives the bounds.
std::size_t repetition_at(std::string_view text, int& least, int& most) {
  const std::size_t end = text.find('}');
  if (end == text.npos || end < 2) return 0;
  const std::string_view inside = text.substr(1, end - 1);
  if (inside.find_first_not_of("0123456789,") != inside.npos || !std::isdigit(static_cast<unsigned char>(inside[0])))
    return 0;
  if (inside.size() > 16) return 0;
  const std::size_t comma = inside.find(',');
  least = std::atoi(std::string(inside.substr(0, comma)).c_str());
  most = comma == inside.npos         ? least
         : comma + 1 == inside.size() ? -1
                                      : std::atoi(std::string(inside.substr(comma + 1)).c_str());
  return end + 1;
}

}  // namespace

std::string translated_pattern(std::string_view java) {
  std::string out;
  bool is_in_class = false;
  for (std::size_t i = 0; i < java.size(); ++i) {
    const char c = java[i];
    if (c == '\\' && i + 1 < java.size()) {
      if (java[i + 1] == 'u' && i + 5 < java.size()) {
        out += "\\x{" + std::string(java.substr(i + 2, 4)) + "}";
        i += 5;
      } else {
        out += c;
        out += java[++i];
      }
      continue;
    }
    if (c == '[' && is_in_class && java.substr(i, 2) != "[:") {
      out += "\\[";  // a plain character there; RE2 would take "[[" for the start of a named class
      continue;
    }
    if (c == '[') is_in_class = true;
    if (c == ']') is_in_class = false;
    int least = 0, most = 0;
    const std::size_t length = c == '{' && !is_in_class ? repetition_at(java.substr(i), least, most) : 0;
    if (length != 0 && (least > kRepetitionLimit || most > kRepetitionLimit)) {
      out += least == 0 ? "*" : "{" + std::to_string(std::min(least, kRepetitionLimit)) + ",}";
      i += length - 1;
      continue;
    }
    out += c;
  }
  return out;
}

PatternMatch match_pattern(std::string_view pattern, std::string_view text) {
  const RE2& expression = cached(pattern);
  if (!expression.ok()) return PatternMatch::not_understood;
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), expression) ? PatternMatch::matches
                                                                                : PatternMatch::differs;
}

bool is_understood(std::string_view pattern) { return compiled(pattern)->ok(); }

}  // namespace stellwerk::protocol
