#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Query strings and application/x-www-form-urlencoded bodies.
namespace stellwerk::protocol {

/// More fields than this are refused.
inline constexpr std::size_t kFormFieldLimit = 20000;

/// Decoded fields in the order given; a field without '=' has an empty value. Nothing on a malformed escape and
/// above kFormFieldLimit.
std::optional<std::vector<std::pair<std::string, std::string>>> read_form(std::string_view text);
/// Whether all of it is UTF-8.
bool is_text(const std::vector<std::pair<std::string, std::string>>& fields);

/// The decoded value of one field, without decoding the others.
std::optional<std::string> find_form_field(std::string_view text, std::string_view name);

/// Fields whose names are paths ("Tags.member.1.Key") as a tree.
struct FormNode {
  std::optional<std::string> value;
  std::map<std::string, FormNode, std::less<>> children;

  const FormNode* child(std::string_view name) const {
    auto found = children.find(name);
    return found == children.end() ? nullptr : &found->second;
  }
};

/// Adds a field. False if the same name was added before, or if it has too many parts.
bool add_form_field(FormNode& root, std::string_view name, std::string value);

}  // namespace stellwerk::protocol
