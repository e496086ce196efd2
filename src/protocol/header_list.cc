#include "protocol/header_list.h"

#include "base/bytes.h"

namespace stellwerk::protocol {
namespace {

/// The text up to the next comma that separates, taken off `rest`.
std::string next_value(std::string_view& rest, bool are_dates) {
  std::string out;
  bool is_quoted = false, was_quoted = false;
  int commas_within = are_dates ? 1 : 0;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    const char c = rest[i];
    if (c == '\\' && is_quoted && i + 1 < rest.size()) {
      out += rest[++i];
    } else if (c == '"' && (is_quoted || trim(out).empty())) {
      if (!is_quoted) out.clear();
      is_quoted = !is_quoted;
      was_quoted = true;
    } else if (c == ',' && !is_quoted && commas_within-- == 0) {
      break;
    } else if (is_quoted || !was_quoted) {
      out += c;
    }
  }
  rest.remove_prefix(i < rest.size() ? i + 1 : rest.size());
  return was_quoted ? out : std::string(trim(out));
}

}  // namespace

std::vector<std::string> split_header_list(std::string_view text, bool are_dates) {
  std::vector<std::string> out;
  text = trim(text);
  while (!text.empty()) out.push_back(next_value(text, are_dates));
  return out;
}

void append_header_list(std::string& out, std::string_view value, bool is_date) {
  if (!out.empty()) out += ", ";
  if (is_date || value.find_first_of(",\"") == value.npos) {
    out += value;
    return;
  }
  out += '"';
  for (char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

}  // namespace stellwerk::protocol
