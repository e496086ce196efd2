#include "auth/policy_variables.h"

#include "base/bytes.h"

namespace stellwerk::auth {
namespace {

void append_literal(std::string& out, std::string_view text, Expansion expansion) {
  for (char c : text) {
    if (expansion == Expansion::pattern && c == '*') c = kLiteralAsterisk;
    if (expansion == Expansion::pattern && c == '?') c = kLiteralQuestionMark;
    out += c;
  }
}

/// `inner` is what stands between the braces.
std::optional<std::string> value_of(std::string_view inner, const ConditionContext& context) {
  if (inner == "*" || inner == "?" || inner == "$") return std::string(inner);
  std::size_t comma = inner.find(',');
  auto found = context.find(to_lower(trim(inner.substr(0, comma))));
  if (found != context.end() && found->second.size() == 1) return found->second.front();
  if (comma == std::string_view::npos) return std::nullopt;
  std::string_view fallback = trim(inner.substr(comma + 1));
  if (fallback.size() < 2 || !fallback.starts_with('\'') || !fallback.ends_with('\'')) return std::nullopt;
  return std::string(fallback.substr(1, fallback.size() - 2));
}

}  // namespace

std::optional<std::string> expand_variables(std::string_view text, const ConditionContext& context,
                                            Expansion expansion) {
  std::string out;
  while (true) {
    std::size_t start = text.find("${");
    std::size_t end = start == std::string_view::npos ? start : text.find('}', start);
    if (end == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, start));
    auto value = value_of(text.substr(start + 2, end - start - 2), context);
    if (!value) return std::nullopt;
    append_literal(out, *value, expansion);
    text.remove_prefix(end + 1);
  }
}

}  // namespace stellwerk::auth
