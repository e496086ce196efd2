#include "protocol/json_codec.h"

#include <simdjson.h>

#include <cmath>
#include <limits>

#include "base/bytes.h"
#include "protocol/scalar_text.h"

namespace stellwerk::protocol {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

// Larger texts get a parser of their own, so that a thread does not keep the memory of the largest it ever saw.
constexpr std::size_t kReusedParserLimit = 1 << 20;

Error not_readable(std::string message, const Place& place) {
  if (std::string where = place.text(); !where.empty()) message += " (at '" + where + "')";
  return Error{"SerializationException", std::move(message), 400};
}

std::string_view token_name(element_type type) {
  switch (type) {
    case element_type::STRING: return "STRING_VALUE";
    case element_type::INT64:
    case element_type::UINT64:
    case element_type::DOUBLE: return "NUMBER_VALUE";
    case element_type::BOOL: return "BOOLEAN_VALUE";
    case element_type::NULL_VALUE: return "NULL_VALUE";
    case element_type::OBJECT: return "STRUCTURE_VALUE";
    case element_type::ARRAY: return "LIST_VALUE";
  }
  return "VALUE";
}

std::string_view kind_name(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::string: return "a String";
    case ShapeKind::blob: return "a Blob";
    case ShapeKind::boolean: return "a Boolean";
    case ShapeKind::integer: return "an Integer";
    case ShapeKind::long_integer: return "a Long";
    case ShapeKind::float_number: return "a Float";
    case ShapeKind::double_number: return "a Double";
    case ShapeKind::timestamp: return "a Timestamp";
    case ShapeKind::list: return "a List";
    case ShapeKind::map: return "a Map";
    default: return "a Structure";
  }
}

Error unreadable(std::string_view why) {
  return Error{"SerializationException", "The body is not valid JSON: " + std::string(why), 400};
}

Error wrong_kind(const Shape& shape, element json, const Place& place) {
  return not_readable(
      std::string(token_name(json.type())) + " can not be converted to " + std::string(kind_name(shape.kind)), place);
}

class JsonReader {
 public:
  explicit JsonReader(MissingMembers& missing) : missing_(missing) {}

  Result<void> structure(const Shape& shape, element json, void* value, const Place& place) {
    simdjson::dom::object object;
    if (json.get(object) != simdjson::SUCCESS) return wrong_kind(shape, json, place);
    MembersSeen seen(shape);
    std::size_t given = 0;
    for (auto [key, item] : object) {
      const std::size_t index = member_index(shape, key);
      if (index == shape.members.size() || item.is_null()) continue;
      const Member& member = shape.members[index];
      const Place inner = place.member(member.name);
      if (!seen.mark(index)) return not_readable("The member is given twice", inner);
      ++given;
      TRY(any(*member.shape, item, prepare_member(member, value), inner));
    }
    if (shape.is_union && given > 1) return not_readable("Only one member of the union may be given", place);
    seen.report_missing(place, missing_);
    return {};
  }

 private:
  static std::size_t member_index(const Shape& shape, std::string_view key) {
    std::size_t index = 0;
    while (index < shape.members.size() &&
           (shape.members[index].wire_name != key || shape.members[index].location != Location::body)) {
      ++index;
    }
    return index;
  }

  Result<void> any(const Shape& shape, element json, void* value, const Place& place) {
    if (place.depth > kValueDepthLimit) return not_readable("The value is nested too deeply", place);
    switch (shape.kind) {
      case ShapeKind::structure: return structure(shape, json, value, place);
      case ShapeKind::list: return list(shape, json, value, place);
      case ShapeKind::map: return map(shape, json, value, place);
      default: break;
    }
    if (!scalar(shape, json, value)) return wrong_kind(shape, json, place);
    return {};
  }

  Result<void> list(const Shape& shape, element json, void* value, const Place& place) {
    simdjson::dom::array array;
    if (json.get(array) != simdjson::SUCCESS) return wrong_kind(shape, json, place);
    std::size_t position = 0;
    for (element item : array) {
      TRY(any(*shape.element, item, shape.list->append(value), place.element(++position)));
    }
    return {};
  }

  Result<void> map(const Shape& shape, element json, void* value, const Place& place) {
    simdjson::dom::object object;
    if (json.get(object) != simdjson::SUCCESS) return wrong_kind(shape, json, place);
    std::size_t count = 0;
    for (auto [key, item] : object) {
      void* slot = shape.map->insert(value, std::string(key));
      if (shape.map->size(value) != ++count) return not_readable("The key is given twice", place.member(key));
      TRY(any(*shape.element, item, slot, place.member(key)));
    }
    return {};
  }

  static bool scalar(const Shape& shape, element json, void* value) {
    const bool is_number = json.is_number();
    std::string_view text;
    switch (shape.kind) {
      case ShapeKind::boolean: return json.get(*static_cast<bool*>(value)) == simdjson::SUCCESS;
      case ShapeKind::integer:
      case ShapeKind::long_integer: return integer(shape, json, *static_cast<std::int64_t*>(value));
      case ShapeKind::float_number:
      case ShapeKind::double_number:
        if (is_number) return json.get(*static_cast<double*>(value)) == simdjson::SUCCESS;
        break;
      case ShapeKind::timestamp:
        if (is_number) return timestamp(json, *static_cast<Timestamp*>(value));
        break;
      default: break;
    }
    return json.get(text) == simdjson::SUCCESS && read_scalar(shape, text, value);
  }

  static bool integer(const Shape& shape, element json, std::int64_t& value) {
    constexpr double kLongLimit = 9223372036854775808.0;
    double real = 0;
    if (json.get(value) != simdjson::SUCCESS) {
      if (json.type() != element_type::DOUBLE || json.get(real) != simdjson::SUCCESS) return false;
      if (std::nearbyint(real) != real || real < -kLongLimit || real >= kLongLimit) return false;
      value = static_cast<std::int64_t>(real);
    }
    return shape.kind == ShapeKind::long_integer || value == static_cast<std::int32_t>(value);
  }

  static bool timestamp(element json, Timestamp& value) {
    constexpr double kSecondsLimit = 253402300800.0;  // the year 10000
    double seconds = 0;
    if (json.get(seconds) != simdjson::SUCCESS || !(std::fabs(seconds) < kSecondsLimit)) return false;
    value.milliseconds = std::llround(seconds * 1000);
    return true;
  }

  MissingMembers& missing_;
};

Result<void> read_with(simdjson::dom::parser& parser, const Shape& shape, std::string_view text, void* value,
                       const Place& place, MissingMembers& missing) {
  element root;
  if (auto error = parser.parse(text.data(), text.size()).get(root)) {
    return unreadable(simdjson::error_message(error));
  }
  return JsonReader(missing).structure(shape, root, value, place);
}

void write_list(const Shape& shape, const void* value, std::string& out) {
  out += '[';
  const std::size_t size = shape.list->size(value);
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    write_json(*shape.element, shape.list->at(value, i), out);
  }
  out += ']';
}

void write_map(const Shape& shape, const void* value, std::string& out) {
  struct Writing {
    const Shape& shape;
    std::string& out;
    bool is_first = true;
  } writing{shape, out};
  out += '{';
  shape.map->each(value, &writing, [](void* context, const std::string& key, const void* item) {
    auto& self = *static_cast<Writing*>(context);
    if (!self.is_first) self.out += ',';
    self.is_first = false;
    append_json_string(self.out, key);
    self.out += ':';
    write_json(*self.shape.element, item, self.out);
  });
  out += '}';
}

void write_structure(const Shape& shape, const void* value, std::string& out) {
  bool is_first = true;
  out += '{';
  for (const Member& member : shape.members) {
    if (member.location != Location::body) continue;
    const void* item = find_member(member, value);
    if (item == nullptr) continue;
    if (!is_first) out += ',';
    is_first = false;
    append_json_string(out, member.wire_name);
    out += ':';
    const TimestampFormat format = timestamp_format_of(member, TimestampFormat::unix_seconds);
    if (member.shape->kind == ShapeKind::timestamp && format != TimestampFormat::unix_seconds) {
      std::string text;
      write_timestamp(*static_cast<const Timestamp*>(item), format, text);
      append_json_string(out, text);
    } else {
      write_json(*member.shape, item, out);
    }
  }
  out += '}';
}

}  // namespace

Result<void> read_json(const Shape& structure, std::string_view text, void* value, const Place& place,
                       MissingMembers& missing) {
  if (trim(text).empty()) text = "{}";
  if (text.size() > kReusedParserLimit) {
    simdjson::dom::parser parser;
    if (parser.allocate(text.size(), kValueDepthLimit) != simdjson::SUCCESS) return unreadable("it is too large");
    return read_with(parser, structure, text, value, place, missing);
  }
  thread_local simdjson::dom::parser parser;
  if (parser.capacity() == 0 && parser.allocate(kReusedParserLimit, kValueDepthLimit) != simdjson::SUCCESS) {
    return unreadable("there is no memory for it");
  }
  return read_with(parser, structure, text, value, place, missing);
}

void write_json(const Shape& shape, const void* value, std::string& out) {
  switch (shape.kind) {
    case ShapeKind::structure: return write_structure(shape, value, out);
    case ShapeKind::list: return write_list(shape, value, out);
    case ShapeKind::map: return write_map(shape, value, out);
    case ShapeKind::string: return append_json_string(out, *static_cast<const std::string*>(value));
    case ShapeKind::float_number:
    case ShapeKind::double_number:
      if (!std::isfinite(*static_cast<const double*>(value))) break;
      return write_scalar(shape, TimestampFormat::unix_seconds, value, out);
    case ShapeKind::timestamp: {
      const bool is_number =
          shape.timestamp_format == TimestampFormat::unset || shape.timestamp_format == TimestampFormat::unix_seconds;
      if (!is_number) break;
      return write_timestamp(*static_cast<const Timestamp*>(value), TimestampFormat::unix_seconds, out);
    }
    case ShapeKind::boolean:
    case ShapeKind::integer:
    case ShapeKind::long_integer: return write_scalar(shape, TimestampFormat::unset, value, out);
    default: break;
  }
  // Blobs, numbers that JSON has no digits for, and timestamps in a text format.
  out += '"';
  write_scalar(shape, shape.timestamp_format, value, out);
  out += '"';
}

}  // namespace stellwerk::protocol
