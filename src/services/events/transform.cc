#include "services/events/transform.h"

namespace stellwerk::events {
namespace {

// <name> outside of quotes becomes the JSON value, inside of a string its text.
std::string filled(std::string_view input_template, const std::map<std::string, const Json*>& values) {
  std::string out;
  bool is_quoted = false;
  for (std::size_t i = 0; i < input_template.size(); ++i) {
    char c = input_template[i];
    if (c == '"' && (i == 0 || input_template[i - 1] != '\\')) is_quoted = !is_quoted;
    std::size_t end = c == '<' ? input_template.find('>', i) : std::string_view::npos;
    auto value = end == std::string_view::npos ? values.end()
                                               : values.find(std::string(input_template.substr(i + 1, end - i - 1)));
    if (value == values.end()) {
      out += c;
      continue;
    }
    i = end;
    const Json* found = value->second;
    if (found == nullptr) {
      if (!is_quoted) out += "null";
    } else if (is_quoted && found->string() != nullptr) {
      std::string quoted;
      append_json_string(quoted, *found->string());
      out += quoted.substr(1, quoted.size() - 2);
    } else {
      out += found->dump();
    }
  }
  return out;
}

}  // namespace

bool is_path(std::string_view path) { return path == "$" || (path.starts_with("$.") && path.size() > 2); }

const Json* at_path(const Json& event, std::string_view path) {
  const Json* value = &event;
  path.remove_prefix(1);
  while (value != nullptr && !path.empty()) {
    path.remove_prefix(1);
    std::size_t dot = path.find('.');
    value = value->find(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot);
  }
  return value;
}

std::string target_input(const TargetRecord& target, const Json& event) {
  if (target.input) return *target.input;
  if (target.input_path) {
    const Json* part = at_path(event, *target.input_path);
    return part == nullptr ? "{}" : part->dump();
  }
  if (!target.input_template) return event.dump();
  std::map<std::string, const Json*> values;
  for (const auto& [name, path] : target.input_paths) values[name] = at_path(event, path);
  return filled(*target.input_template, values);
}

}  // namespace stellwerk::events
