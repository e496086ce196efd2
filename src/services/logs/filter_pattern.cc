#include "services/logs/filter_pattern.h"

#include <re2/re2.h>

#include <cctype>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

#include "api/logs.h"
#include "base/bytes.h"
#include "base/json.h"

namespace stellwerk::logs {
namespace {

::stellwerk::Error invalid(std::string_view why) {
  return errors::InvalidParameterException("Invalid filter pattern: " + std::string(why));
}

// ---- terms

struct Term {
  std::string text;
  std::shared_ptr<re2::RE2> expression;
  bool matches(std::string_view message) const {
    if (expression) return re2::RE2::PartialMatch(re2::StringPiece(message.data(), message.size()), *expression);
    return message.find(text) != message.npos;
  }
};

Result<Term> make_expression(std::string_view text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto expression = std::make_shared<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!expression->ok()) return invalid("the regular expression cannot be read: " + expression->error());
  return Term{{}, std::move(expression)};
}

/// A quoted text from its opening quote on; `at` moves behind it.
Result<std::string> take_quoted(std::string_view pattern, std::size_t& at, char quote) {
  std::string out;
  for (++at; at < pattern.size(); ++at) {
    if (pattern[at] == quote) {
      ++at;
      return out;
    }
    if (pattern[at] == '\\' && quote == '"' && at + 1 < pattern.size()) ++at;
    out.push_back(pattern[at]);
  }
  return invalid("a quote is not closed");
}

Result<EventFilter> parse_terms(std::string_view pattern) {
  std::vector<Term> all, any, none;
  for (std::size_t at = 0; at < pattern.size();) {
    if (std::isspace(static_cast<unsigned char>(pattern[at]))) {
      ++at;
      continue;
    }
    auto* list = &all;
    if (pattern[at] == '-' || pattern[at] == '?') list = pattern[at++] == '-' ? &none : &any;
    if (at >= pattern.size()) return invalid("a term is missing at the end");
    if (pattern[at] == '"') {
      list->push_back({TRY(take_quoted(pattern, at, '"')), nullptr});
    } else if (pattern[at] == '%') {
      list->push_back(TRY(make_expression(TRY(take_quoted(pattern, at, '%')))));
    } else {
      std::size_t end = at;
      while (end < pattern.size() && !std::isspace(static_cast<unsigned char>(pattern[end]))) {
        char letter = pattern[end];
        if (!std::isalnum(static_cast<unsigned char>(letter)) && letter != '_' && letter != '.' && letter != '-' &&
            !(static_cast<unsigned char>(letter) & 0x80)) {
          return invalid(
              "terms with characters other than letters, digits and underscores must stand in double quotes");
        }
        ++end;
      }
      if (end == at) return invalid("a term is missing");
      list->push_back({std::string(pattern.substr(at, end - at)), nullptr});
      at = end;
    }
  }
  return EventFilter([all, any, none](std::string_view message) {
    for (const Term& term : none) {
      if (term.matches(message)) return false;
    }
    for (const Term& term : all) {
      if (!term.matches(message)) return false;
    }
    // Beside required terms the optional ones say nothing.
    if (any.empty() || !all.empty()) return true;
    for (const Term& term : any) {
      if (term.matches(message)) return true;
    }
    return false;
  });
}

// ---- JSON selectors

struct Step {
  std::string name;
  std::optional<std::size_t> index;
  bool is_every = false;
};
using Selector = std::vector<Step>;

using Condition = std::function<bool(const Json& document)>;

/// Calls `test` on each value that the selector leads to, until it answers true.
bool any_value(const Json& value, const Selector& selector, std::size_t at,
               const std::function<bool(const Json&)>& test) {
  if (at == selector.size()) return test(value);
  const Step& step = selector[at];
  if (step.is_every || step.index) {
    const Json::Array* list = value.array();
    if (!list) return false;
    if (step.index) return *step.index < list->size() && any_value((*list)[*step.index], selector, at + 1, test);
    for (const Json& item : *list) {
      if (any_value(item, selector, at + 1, test)) return true;
    }
    return false;
  }
  const Json* member = value.find(step.name);
  return member && any_value(*member, selector, at + 1, test);
}

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = pattern.npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::optional<double> as_number(const std::string& text) {
  char* end = nullptr;
  double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end) return std::nullopt;
  return value;
}

bool compare(double a, std::string_view sign, double b) {
  if (sign == "=") return a == b;
  if (sign == "!=") return a != b;
  if (sign == "<") return a < b;
  if (sign == "<=") return a <= b;
  if (sign == ">") return a > b;
  return a >= b;
}

class SelectorParser {
 public:
  explicit SelectorParser(std::string_view text) : text_(text) {}

  Result<Condition> whole() {
    Condition out = TRY(any_of());
    skip();
    if (at_ != text_.size()) return invalid("something follows the end at " + std::string(text_.substr(at_)));
    return out;
  }

 private:
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(std::string_view word) {
    skip();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  bool take_word(std::string_view word) {
    skip();
    if (to_lower(text_.substr(at_, word.size())) != to_lower(word)) return false;
    std::size_t end = at_ + word.size();
    if (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '_')) return false;
    at_ = end;
    return true;
  }

  Result<Condition> any_of() {
    Condition left = TRY(all_of());
    while (take("||")) {
      Condition right = TRY(all_of());
      left = [left, right](const Json& document) { return left(document) || right(document); };
    }
    return left;
  }

  Result<Condition> all_of() {
    Condition left = TRY(one());
    while (take("&&")) {
      Condition right = TRY(one());
      left = [left, right](const Json& document) { return left(document) && right(document); };
    }
    return left;
  }

  Result<Condition> one() {
    constexpr int kDepthLimit = 32;
    if (take("(")) {
      if (++depth_ > kDepthLimit) return invalid("parentheses are nested too deep");
      Condition inner = TRY(any_of());
      --depth_;
      if (!take(")")) return invalid("a parenthesis is not closed");
      return inner;
    }
    Selector selector = TRY(take_selector());
    auto where = [selector](std::function<bool(const Json&)> test) {
      return Condition([selector, test](const Json& document) { return any_value(document, selector, 0, test); });
    };
    if (take_word("NOT")) {
      if (!take_word("EXISTS")) return invalid("EXISTS is missing after NOT");
      return Condition([selector](const Json& document) {
        return !any_value(document, selector, 0, [](const Json&) { return true; });
      });
    }
    if (take_word("EXISTS")) return where([](const Json&) { return true; });
    if (take_word("IS")) {
      if (take_word("NULL")) return where([](const Json& value) { return value.is_null(); });
      if (take_word("TRUE")) return where([](const Json& value) { return value.boolean() && *value.boolean(); });
      if (take_word("FALSE")) return where([](const Json& value) { return value.boolean() && !*value.boolean(); });
      return invalid("after IS stands NULL, TRUE or FALSE");
    }
    return comparison(where);
  }

  Result<Condition> comparison(const auto& where) {
    std::string sign;
    for (const char* candidate : {"!=", "<=", ">=", "=", "<", ">"}) {
      if (take(candidate)) {
        sign = candidate;
        break;
      }
    }
    if (sign.empty()) return invalid("a comparison is missing at " + std::string(text_.substr(at_)));
    skip();
    if (at_ < text_.size() && text_[at_] == '%') {
      Term term = TRY(make_expression(TRY(take_quoted(text_, at_, '%'))));
      bool wanted = sign == "=";
      return where(
          [term, wanted](const Json& value) { return value.string() && term.matches(*value.string()) == wanted; });
    }
    bool is_quoted = at_ < text_.size() && text_[at_] == '"';
    std::string wanted;
    if (is_quoted) {
      wanted = TRY(take_quoted(text_, at_, '"'));
    } else {
      while (at_ < text_.size() && std::string_view(" \t\n&|()").find(text_[at_]) == std::string_view::npos)
        wanted.push_back(text_[at_++]);
    }
    if (wanted.empty() && !is_quoted) return invalid("a value to compare with is missing");
    auto number = is_quoted ? std::nullopt : as_number(wanted);
    if (!number && sign != "=" && sign != "!=") return invalid("only numbers can be compared with " + sign);
    return where([=](const Json& value) {
      if (number && value.is_number()) return compare(value.number(), sign, *number);
      if (value.string() && (sign == "=" || sign == "!="))
        return matches_wildcard(wanted, *value.string()) == (sign == "=");
      return false;
    });
  }

  Result<Selector> take_selector() {
    if (!take("$")) return invalid("a selector begins with $ at " + std::string(text_.substr(at_)));
    Selector out;
    while (at_ < text_.size()) {
      if (text_[at_] == '.') {
        ++at_;
        Step step;
        while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_' ||
                                      text_[at_] == '-' || (text_[at_] & 0x80))) {
          step.name.push_back(text_[at_++]);
        }
        if (step.name.empty()) return invalid("a name is missing after a dot");
        out.push_back(std::move(step));
      } else if (text_[at_] == '[') {
        ++at_;
        Step step;
        if (at_ < text_.size() && text_[at_] == '"') {
          step.name = TRY(take_quoted(text_, at_, '"'));
        } else if (take("*")) {
          step.is_every = true;
        } else {
          std::string digits;
          while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) && digits.size() < 9)
            digits.push_back(text_[at_++]);
          if (digits.empty()) return invalid("a number or * is missing after [");
          step.index = static_cast<std::size_t>(std::atoi(digits.c_str()));
        }
        if (!take("]")) return invalid("] is missing");
        out.push_back(std::move(step));
      } else {
        break;
      }
    }
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<EventFilter> parse_filter_pattern(std::string_view pattern) {
  pattern = trim(pattern);
  if (pattern.empty()) return EventFilter([](std::string_view) { return true; });
  if (pattern.starts_with('[')) return invalid("patterns by columns are not supported; use terms or a JSON selector");
  if (!pattern.starts_with('{')) return parse_terms(pattern);
  if (!pattern.ends_with('}')) return invalid("the closing brace is missing");
  Condition condition = TRY(SelectorParser(pattern.substr(1, pattern.size() - 2)).whole());
  return EventFilter([condition](std::string_view message) {
    message = trim(message);
    if (!message.starts_with('{') && !message.starts_with('[')) return false;
    auto document = parse_json(message);
    return document && condition(*document);
  });
}

}  // namespace stellwerk::logs
