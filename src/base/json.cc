#include "base/json.h"

#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <unordered_set>

#include "base/bytes.h"
#include "base/lenient_json.h"

namespace stellwerk {
namespace {

Error malformed(std::string_view what) {
  return Error{"SerializationException", "The JSON text cannot be read: " + std::string(what), 400};
}

enum class RepeatedMembers { refused, kept };

Result<Json> converted(simdjson::dom::element element, RepeatedMembers repeated);

Result<Json> converted_object(simdjson::dom::object object, RepeatedMembers repeated) {
  Json::Object out;
  std::unordered_set<std::string_view> names;
  for (auto [key, value] : object) {
    if (repeated == RepeatedMembers::refused && !names.insert(key).second) {
      return malformed("the member \"" + std::string(key) + "\" is given twice");
    }
    out.emplace_back(std::string(key), TRY(converted(value, repeated)));
  }
  return Json(std::move(out));
}

Result<Json> converted(simdjson::dom::element element, RepeatedMembers repeated) {
  switch (element.type()) {
    case simdjson::dom::element_type::OBJECT: return converted_object(element.get_object().value_unsafe(), repeated);
    case simdjson::dom::element_type::ARRAY: {
      Json::Array out;
      // Named, for a loop over the temporary would outlive it.
      const simdjson::dom::array items = element.get_array().value_unsafe();
      for (simdjson::dom::element item : items) out.push_back(TRY(converted(item, repeated)));
      return Json(std::move(out));
    }
    case simdjson::dom::element_type::STRING: return Json(std::string(element.get_string().value_unsafe()));
    case simdjson::dom::element_type::INT64: return Json(static_cast<std::int64_t>(element.get_int64().value_unsafe()));
    case simdjson::dom::element_type::UINT64: return Json(static_cast<double>(element.get_uint64().value_unsafe()));
    case simdjson::dom::element_type::DOUBLE: return Json(element.get_double().value_unsafe());
    case simdjson::dom::element_type::BOOL: return Json(element.get_bool().value_unsafe());
    case simdjson::dom::element_type::NULL_VALUE: return Json();
  }
  return malformed("a value of an unknown kind");
}

Result<Json> parsed(std::string_view text, RepeatedMembers repeated) {
  simdjson::dom::parser parser;
  if (parser.allocate(text.size(), kJsonDepthLimit) != simdjson::SUCCESS) return malformed("it is too large");
  simdjson::dom::element root;
  if (auto error = parser.parse(text.data(), text.size()).get(root)) return malformed(simdjson::error_message(error));
  return converted(root, repeated);
}

void append(std::string& out, const Json& value) {
  if (value.is_null()) out += "null";
  if (auto* boolean = value.boolean()) out += *boolean ? "true" : "false";
  if (auto* integer = value.integer()) out += std::to_string(*integer);
  if (auto* real = value.real()) append_json_number(out, *real);
  if (auto* text = value.string()) append_json_string(out, *text);
  if (auto* array = value.array()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i > 0) out += ',';
      append(out, (*array)[i]);
    }
    out += ']';
  }
  if (auto* object = value.object()) {
    out += '{';
    for (std::size_t i = 0; i < object->size(); ++i) {
      if (i > 0) out += ',';
      append_json_string(out, (*object)[i].first);
      out += ':';
      append(out, (*object)[i].second);
    }
    out += '}';
  }
}

}  // namespace

double Json::number() const {
  if (auto* value = integer()) return static_cast<double>(*value);
  if (auto* value = real()) return *value;
  return 0;
}

const Json* Json::find(std::string_view name) const {
  if (auto* members = object()) {
    for (const auto& [key, value] : *members) {
      if (key == name) return &value;
    }
  }
  return nullptr;
}

std::string_view Json::string_at(std::string_view name) const {
  const Json* member = find(name);
  if (member == nullptr || member->string() == nullptr) return {};
  return *member->string();
}

Json& Json::set(std::string name, Json value) {
  if (is_null()) value_ = Object{};
  auto& members = std::get<Object>(value_);
  for (auto& [key, existing] : members) {
    if (key == name) {
      existing = std::move(value);
      return *this;
    }
  }
  members.emplace_back(std::move(name), std::move(value));
  return *this;
}

std::string Json::dump() const {
  std::string out;
  append(out, *this);
  return out;
}

Result<Json> parse_json(std::string_view text) { return parsed(text, RepeatedMembers::refused); }

Result<Json> parse_lenient_json(std::string_view text) { return parsed(text, RepeatedMembers::kept); }

void append_json_string(std::string& out, std::string_view given) {
  // Bytes of others (a build's variables, names in a repository) may be in no encoding that is known; whoever reads the
  // document relies on UTF-8.
  bool is_text = simdjson::validate_utf8(given.data(), given.size());
  std::string repaired = is_text ? std::string() : to_valid_utf8(given);
  std::string_view text = is_text ? given : std::string_view(repaired);
  out += '"';
  for (char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          constexpr char kDigits[] = "0123456789abcdef";
          out += "\\u00";
          out += kDigits[c >> 4];
          out += kDigits[c & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void append_json_number(std::string& out, double value) {
  constexpr double kExactIntegerLimit = 9007199254740992.0;
  char text[64];
  if (std::nearbyint(value) == value && std::fabs(value) < kExactIntegerLimit) {
    auto end = std::to_chars(text, text + sizeof text, static_cast<long long>(value)).ptr;
    out.append(text, end);
    return;
  }
  // Without an exponent a reader would take it for an integer that is too large.
  constexpr double kIntegerLimit = 1e18;
  const bool is_large = std::fabs(value) >= kIntegerLimit;
  auto end = is_large ? std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr
                      : std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, end);
}

}  // namespace stellwerk
