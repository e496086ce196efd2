#include "protocol/form.h"

#include <algorithm>

#include "base/bytes.h"

namespace stellwerk::protocol {
namespace {

// Each level of a request's shape takes at most two parts of a name ("member", "1").
constexpr int kNamePartLimit = 32;

/// Calls `visit(name, value)` with the raw parts of each field until it answers false.
template <class Visit>
bool each_field(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view field = text.substr(0, end);
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
    if (field.empty()) continue;
    const std::size_t equals = field.find('=');
    if (!visit(field.substr(0, equals), equals == field.npos ? std::string_view() : field.substr(equals + 1)))
      return false;
  }
  return true;
}

}  // namespace

std::optional<std::vector<std::pair<std::string, std::string>>> read_form(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  const bool is_whole = each_field(trim(text), [&](std::string_view name, std::string_view value) {
    auto decoded_name = percent_decode(name, true);
    auto decoded_value = percent_decode(value, true);
    if (!decoded_name || !decoded_value || out.size() == kFormFieldLimit) return false;
    out.emplace_back(std::move(*decoded_name), std::move(*decoded_value));
    return true;
  });
  if (!is_whole) return std::nullopt;
  return out;
}

bool is_text(const std::vector<std::pair<std::string, std::string>>& fields) {
  return std::ranges::all_of(
      fields, [](const auto& field) { return is_valid_utf8(field.first) && is_valid_utf8(field.second); });
}

std::optional<std::string> find_form_field(std::string_view text, std::string_view name) {
  std::optional<std::string> found;
  each_field(trim(text), [&](std::string_view field, std::string_view value) {
    if (field != name) return true;
    found = percent_decode(value, true);
    return false;
  });
  return found;
}

bool add_form_field(FormNode& root, std::string_view name, std::string value) {
  FormNode* node = &root;
  for (int parts = 0; parts < kNamePartLimit; ++parts) {
    const std::size_t dot = name.find('.');
    node = &node->children[std::string(name.substr(0, dot))];
    if (dot == name.npos) {
      if (node->value) return false;
      node->value = std::move(value);
      return true;
    }
    name.remove_prefix(dot + 1);
  }
  return false;
}

}  // namespace stellwerk::protocol
