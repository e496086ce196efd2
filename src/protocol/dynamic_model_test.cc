#include "protocol/dynamic_model_test.h"

#include <cmath>
#include <cstddef>
#include <deque>

#include "base/assert.h"
#include "protocol/reading.h"
#include "protocol/scalar_text.h"

namespace stellwerk::protocol {
namespace {

constexpr std::uint64_t kStreamLimit = 1 << 20;

DynamicValue& make(DynamicValue& value, bool is_structure) {
  if (is_structure) value.structure = std::make_shared<DynamicStructure>();
  return value;
}

#pragma GCC diagnostic ignored "-Winvalid-offsetof"

/// The part of a value that a codec sees. Structures are held by pointer.
template <auto kPart>
struct Part {
  static constexpr bool kIsStructure =
      std::is_same_v<decltype(kPart), std::shared_ptr<DynamicStructure> DynamicValue::*>;
  static void* of(DynamicValue& value) {
    if constexpr (kIsStructure) {
      return value.structure.get();
    } else {
      return &(value.*kPart);
    }
  }
  static const void* of(const DynamicValue& value) { return of(const_cast<DynamicValue&>(value)); }
  static void* made(DynamicValue& value) { return of(make(value, kIsStructure)); }

  static constexpr OptionalAccess kOptional{
      [](const void* o) { return static_cast<const std::optional<DynamicValue>*>(o)->has_value(); },
      [](const void* o) -> const void* { return of(**static_cast<const std::optional<DynamicValue>*>(o)); },
      [](void* o) -> void* { return made(static_cast<std::optional<DynamicValue>*>(o)->emplace()); }};
  static constexpr ListAccess kList{
      [](const void* l) { return static_cast<const std::vector<DynamicValue>*>(l)->size(); },
      [](const void* l, std::size_t i) -> const void* {
        return of((*static_cast<const std::vector<DynamicValue>*>(l))[i]);
      },
      [](void* l) -> void* { return made(static_cast<std::vector<DynamicValue>*>(l)->emplace_back()); }};
  static constexpr MapAccess kMap{
      [](const void* m) { return static_cast<const std::map<std::string, DynamicValue>*>(m)->size(); },
      [](const void* m, void* context, void (*visit)(void*, const std::string&, const void*)) {
        for (const auto& [key, value] : *static_cast<const std::map<std::string, DynamicValue>*>(m))
          visit(context, key, of(value));
      },
      [](void* m, std::string key) -> void* {
        return made((*static_cast<std::map<std::string, DynamicValue>*>(m))[std::move(key)]);
      }};
};

struct Accesses {
  const OptionalAccess* optional;
  const ListAccess* list;
  const MapAccess* map;
};

template <auto kPart>
Accesses accesses_of() {
  return {&Part<kPart>::kOptional, &Part<kPart>::kList, &Part<kPart>::kMap};
}

/// How a value of that kind is reached within its optional, list or map.
Accesses accesses_for(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::boolean: return accesses_of<&DynamicValue::boolean>();
    case ShapeKind::integer:
    case ShapeKind::long_integer: return accesses_of<&DynamicValue::integer>();
    case ShapeKind::float_number:
    case ShapeKind::double_number: return accesses_of<&DynamicValue::real>();
    case ShapeKind::timestamp: return accesses_of<&DynamicValue::time>();
    case ShapeKind::list: return accesses_of<&DynamicValue::list>();
    case ShapeKind::map: return accesses_of<&DynamicValue::map>();
    case ShapeKind::structure: return accesses_of<&DynamicValue::structure>();
    default: return accesses_of<&DynamicValue::text>();
  }
}

ShapeKind kind_of(std::string_view type) {
  if (type == "string" || type == "character") return ShapeKind::string;
  if (type == "blob") return ShapeKind::blob;
  if (type == "boolean") return ShapeKind::boolean;
  if (type == "integer" || type == "short" || type == "byte") return ShapeKind::integer;
  if (type == "long") return ShapeKind::long_integer;
  if (type == "float") return ShapeKind::float_number;
  if (type == "double") return ShapeKind::double_number;
  if (type == "timestamp") return ShapeKind::timestamp;
  if (type == "list") return ShapeKind::list;
  if (type == "map") return ShapeKind::map;
  STELLWERK_ASSERT(type == "structure");
  return ShapeKind::structure;
}

TimestampFormat format_of(std::string_view name) {
  if (name == "iso8601") return TimestampFormat::iso8601;
  if (name == "unixTimestamp") return TimestampFormat::unix_seconds;
  return name == "rfc822" ? TimestampFormat::rfc822 : TimestampFormat::unset;
}

Location location_of(std::string_view name) {
  if (name == "header") return Location::header;
  if (name == "headers") return Location::headers;
  if (name == "uri") return Location::uri;
  if (name == "querystring") return Location::query_string;
  return name == "statusCode" ? Location::status_code : Location::body;
}

bool is_true(const Json& json, std::string_view name) {
  const Json* member = json.find(name);
  return member != nullptr && member->boolean() != nullptr && *member->boolean();
}

/// Owns every text and table that the shapes point to.
class Tables {
 public:
  std::string_view text(std::string_view value) { return texts_.emplace_back(value); }

  std::span<const ErrorShape> errors(const Json& shapes) {
    for (const auto& [name, json] : *shapes.object()) {
      if (!is_true(json, "exception")) continue;
      const Json* error = json.find("error");
      const bool has_code = error != nullptr && error->find("code") != nullptr;
      errors_.push_back({text(name), text(has_code ? error->string_at("code") : std::string_view(name)), 400});
    }
    return errors_;
  }

  const Shape* shape(const Json& shapes, std::string_view name) {
    auto& slot = shapes_[std::string(name)];
    if (slot) return slot.get();
    slot = std::make_unique<Shape>();
    Shape& shape = *slot;
    const Json& json = *shapes.find(name);
    shape.kind = kind_of(json.string_at("type"));
    shape.name = text(name);
    shape.is_union = is_true(json, "union");
    shape.is_flattened = is_true(json, "flattened");
    shape.timestamp_format = format_of(json.string_at("timestampFormat"));
    shape.xml_name = text(json.string_at("locationName"));
    if (const Json* xml_namespace = json.find("xmlNamespace")) set_namespace(shape, *xml_namespace);
    if (shape.kind == ShapeKind::list) set_list(shape, shapes, *json.find("member"));
    if (shape.kind == ShapeKind::map) set_map(shape, shapes, json);
    if (shape.kind == ShapeKind::structure) set_members(shape, shapes, json);
    return &shape;
  }

 private:
  template <class Owner>
  void set_namespace(Owner& owner, const Json& json) {
    owner.xml_namespace = text(json.string() != nullptr ? std::string_view(*json.string()) : json.string_at("uri"));
    owner.xml_namespace_prefix = text(json.string_at("prefix"));
  }

  std::string_view location_name(const Json& reference, std::string_view otherwise) {
    return text(reference.find("locationName") != nullptr ? reference.string_at("locationName") : otherwise);
  }

  void set_list(Shape& shape, const Json& shapes, const Json& member) {
    shape.element = this->shape(shapes, member.string_at("shape"));
    shape.element_name = location_name(member, "member");
    shape.list = accesses_for(shape.element->kind).list;
  }

  void set_map(Shape& shape, const Json& shapes, const Json& json) {
    shape.key = this->shape(shapes, json.find("key")->string_at("shape"));
    shape.element = this->shape(shapes, json.find("value")->string_at("shape"));
    shape.key_name = location_name(*json.find("key"), "key");
    shape.element_name = location_name(*json.find("value"), "value");
    shape.map = accesses_for(shape.element->kind).map;
  }

  void set_members(Shape& shape, const Json& shapes, const Json& json) {
    auto& members = members_.emplace_back();
    for (const auto& [name, reference] : *json.find("members")->object()) {
      const std::size_t slot = members.size() * sizeof(DynamicSlot);
      Member member{.name = text(name),
                    .wire_name = location_name(reference, name),
                    .shape = this->shape(shapes, reference.string_at("shape")),
                    .offset = slot + offsetof(DynamicSlot, value),
                    .optional = nullptr,
                    .location = location_of(reference.string_at("location"))};
      member.optional = accesses_for(member.shape->kind).optional;
      if (is_true(reference, "streaming") || is_true(*shapes.find(reference.string_at("shape")), "streaming")) {
        member.shape = &stream_;
        member.optional = nullptr;
        member.offset = slot + offsetof(DynamicSlot, stream);
      }
      member.is_payload = json.string_at("payload") == name;
      member.is_xml_attribute = is_true(reference, "xmlAttribute");
      member.is_flattened = is_true(reference, "flattened") || member.shape->is_flattened;
      member.timestamp_format = format_of(reference.string_at("timestampFormat"));
      member.query_name = text(reference.string_at("queryName"));
      if (const Json* xml_namespace = reference.find("xmlNamespace")) set_namespace(member, *xml_namespace);
      members.push_back(member);
    }
    STELLWERK_ASSERT(members.size() <= DynamicStructure::kMemberLimit);
    shape.members = members;
  }

  std::deque<std::string> texts_;
  std::deque<std::vector<Member>> members_;
  std::vector<ErrorShape> errors_;
  std::map<std::string, std::unique_ptr<Shape>> shapes_;
  Shape stream_{.kind = ShapeKind::stream, .name = "Stream"};
};

const Shape& empty_structure() {
  static const Shape shape{.kind = ShapeKind::structure, .name = "Empty"};
  return shape;
}

Protocol protocol_of(std::string_view name) {
  if (name == "query") return Protocol::query;
  if (name == "ec2") return Protocol::ec2;
  if (name == "json") return Protocol::json;
  if (name == "smithy-rpc-v2-cbor") return Protocol::rpc_v2_cbor;
  return name == "rest-json" ? Protocol::rest_json : Protocol::rest_xml;
}

std::string uri_of(const Json* xml_namespace) {
  if (xml_namespace == nullptr) return "";
  return xml_namespace->string() != nullptr ? *xml_namespace->string() : std::string(xml_namespace->string_at("uri"));
}

Operation operation_of(Tables& tables, const Json& shapes, const Json& given) {
  const Json* http = given.find("http");
  const std::string uri(http == nullptr ? "/" : http->string_at("requestUri"));
  const std::size_t mark = uri.find('?');
  const Json* input = given.find("input");
  const Json* output = given.find("output");
  const Json* status = http == nullptr ? nullptr : http->find("responseCode");
  return Operation{.name = tables.text(given.string_at("name")),
                   .http_method = tables.text(http == nullptr ? "POST" : http->string_at("method")),
                   .http_path = tables.text(uri.substr(0, mark)),
                   .http_query = tables.text(mark == uri.npos ? "" : uri.substr(mark + 1)),
                   .http_status = status == nullptr ? 0 : static_cast<int>(status->number()),
                   .input = input == nullptr ? &empty_structure() : tables.shape(shapes, input->string_at("shape")),
                   .output = output == nullptr ? &empty_structure() : tables.shape(shapes, output->string_at("shape")),
                   .input_wire_name = tables.text(input == nullptr ? "" : input->string_at("locationName")),
                   .input_namespace = tables.text(input == nullptr ? "" : uri_of(input->find("xmlNamespace"))),
                   .output_wrapper = tables.text(std::string(given.string_at("name")) + "Result"),
                   .has_streaming_input = false,
                   .has_streaming_output = false,
                   .request_lifetime = &kLifetime<DynamicStructure>,
                   .response_lifetime = &kLifetime<DynamicStructure>};
}

void fill_scalar(const Shape& shape, const Json& json, void* value) {
  switch (shape.kind) {
    case ShapeKind::boolean: *static_cast<bool*>(value) = *json.boolean(); return;
    case ShapeKind::integer:
    case ShapeKind::long_integer: *static_cast<std::int64_t*>(value) = static_cast<std::int64_t>(json.number()); return;
    case ShapeKind::timestamp: *static_cast<Timestamp*>(value) = {std::llround(json.number() * 1000)}; return;
    case ShapeKind::float_number:
    case ShapeKind::double_number:
      if (json.string() == nullptr) {
        *static_cast<double*>(value) = json.number();
        return;
      }
      break;
    case ShapeKind::blob: *static_cast<std::string*>(value) = *json.string(); return;
    default: break;
  }
  const bool is_read = read_scalar(shape, *json.string(), value);
  STELLWERK_ASSERT(is_read);
}

/// A server puts all of a query string into such a map, a client only what no other member sends.
bool takes_more_than_sent(const Member& member) {
  return member.location == Location::query_string && member.shape->kind == ShapeKind::map;
}

std::string scalar_difference(const Shape& shape, const void* value, const Json& json) {
  const bool is_blob = shape.kind == ShapeKind::blob;
  std::string expected, found;
  std::vector<DynamicValue> holder;
  void* storage = accesses_for(shape.kind).list->append(&holder);
  fill_scalar(shape, json, storage);
  if (is_blob) {
    expected = *static_cast<const std::string*>(storage);
    found = *static_cast<const std::string*>(value);
  } else {
    write_scalar(shape, TimestampFormat::unix_seconds, storage, expected);
    write_scalar(shape, TimestampFormat::unix_seconds, value, found);
  }
  return expected == found ? "" : ": expected '" + expected + "', found '" + found + "'";
}

}  // namespace

std::string unsupported(const Json& shapes) {
  for (const auto& [name, shape] : *shapes.object()) {
    if (is_true(shape, "document")) return "document " + name;
    if (is_true(shape, "eventstream")) return "event stream " + name;
  }
  return "";
}

const ServiceModel& make_dynamic_model(const Json& metadata, const Json& shapes, const Json& given) {
  static std::deque<Tables> all_tables;
  static std::deque<std::array<Operation, 1>> all_operations;
  static std::deque<ServiceModel> all_models;
  Tables& tables = all_tables.emplace_back();
  auto& operations = all_operations.emplace_back(std::array<Operation, 1>{operation_of(tables, shapes, given)});
  return all_models.emplace_back(ServiceModel{.name = "vectors",
                                              .signing_name = "vectors",
                                              .endpoint_prefix = "vectors",
                                              .protocol = protocol_of(metadata.string_at("protocol")),
                                              .api_version = tables.text(metadata.string_at("apiVersion")),
                                              .target_prefix = tables.text(metadata.string_at("targetPrefix")),
                                              .json_version = tables.text(metadata.string_at("jsonVersion")),
                                              .xml_namespace = tables.text(uri_of(metadata.find("xmlNamespace"))),
                                              .operations = operations,
                                              .errors = tables.errors(shapes),
                                              .is_query_compatible = metadata.find("awsQueryCompatible") != nullptr});
}

void fill(const Shape& shape, const Json& json, void* value) {
  switch (shape.kind) {
    case ShapeKind::structure:
      for (const Member& member : shape.members) {
        const Json* item = json.find(member.name);
        if (item != nullptr && !item->is_null()) fill(*member.shape, *item, prepare_member(member, value));
      }
      return;
    case ShapeKind::list:
      for (const Json& item : *json.array()) fill(*shape.element, item, shape.list->append(value));
      return;
    case ShapeKind::map:
      for (const auto& [key, item] : *json.object()) fill(*shape.element, item, shape.map->insert(value, key));
      return;
    case ShapeKind::stream:
      *static_cast<std::shared_ptr<ByteSource>*>(value) = std::make_shared<StringSource>(*json.string());
      return;
    default: fill_scalar(shape, json, value);
  }
}

std::string difference(const Shape& shape, const void* value, const Json& json) {
  switch (shape.kind) {
    case ShapeKind::structure:
      for (const Member& member : shape.members) {
        const Json* wanted = json.find(member.name);
        const void* found = find_member(member, value);
        // Clients do not send empty lists and maps in forms, queries and headers.
        const bool is_empty = wanted != nullptr && found == nullptr &&
                              (wanted->array() != nullptr || wanted->object() != nullptr) && wanted->dump().size() == 2;
        const bool is_wanted = wanted != nullptr && !wanted->is_null() && !is_empty;
        if (member.shape->kind == ShapeKind::stream && !is_wanted) continue;
        if (!is_wanted && takes_more_than_sent(member)) continue;
        if (is_wanted != (found != nullptr))
          return "." + std::string(member.name) + (is_wanted ? " is absent" : " is too much");
        if (!is_wanted || takes_more_than_sent(member)) continue;
        if (auto text = difference(*member.shape, found, *wanted); !text.empty())
          return "." + std::string(member.name) + text;
      }
      return "";
    case ShapeKind::list: {
      const Json::Array& items = *json.array();
      if (items.size() != shape.list->size(value)) return ": wrong length " + std::to_string(shape.list->size(value));
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (auto text = difference(*shape.element, shape.list->at(value, i), items[i]); !text.empty()) {
          return "[" + std::to_string(i) + "]" + text;
        }
      }
      return "";
    }
    case ShapeKind::map: {
      const auto& found = *static_cast<const std::map<std::string, DynamicValue>*>(value);
      if (json.object()->size() != found.size()) return ": wrong number of entries " + std::to_string(found.size());
      for (const auto& [key, item] : *json.object()) {
        auto entry = found.find(key);
        if (entry == found.end()) return "[" + key + "] is absent";
        std::map<std::string, DynamicValue> one{*entry};
        struct Comparing {
          const Shape& shape;
          const Json& json;
          std::string text;
        } comparing{*shape.element, item, ""};
        shape.map->each(&one, &comparing, [](void* context, const std::string&, const void* element) {
          auto& self = *static_cast<Comparing*>(context);
          self.text = difference(self.shape, element, self.json);
        });
        if (!comparing.text.empty()) return "[" + key + "]" + comparing.text;
      }
      return "";
    }
    case ShapeKind::stream: {
      const auto& stream = *static_cast<const std::shared_ptr<ByteSource>*>(value);
      if (!stream) return " has no stream";
      auto bytes = read_all(*stream, kStreamLimit);
      return bytes && *bytes == *json.string() ? "" : " has another content";
    }
    default: return scalar_difference(shape, value, json);
  }
}

}  // namespace stellwerk::protocol
