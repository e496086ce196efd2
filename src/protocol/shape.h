#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "base/json.h"
#include "base/timestamp.h"

/// The interface facts of a service as constant tables, generated from models/. One codec per protocol
/// walks them, so that no codec is generated per operation.
/// Source: https://smithy.io/2.0/aws/protocols/index.html
namespace stellwerk::protocol {

enum class ShapeKind {
  string,
  blob,
  boolean,
  integer,
  long_integer,
  float_number,
  double_number,
  timestamp,
  document,
  list,
  map,
  structure,
  stream
};
enum class TimestampFormat { unset, iso8601, unix_seconds, rfc822 };
enum class Location { body, header, headers, uri, query_string, status_code };

struct Shape;

/// How a codec reaches a std::optional<T> member without knowing T.
struct OptionalAccess {
  bool (*has)(const void* optional);
  const void* (*value)(const void* optional);
  void* (*emplace)(void* optional);
};

/// ... a std::vector<T>,
struct ListAccess {
  std::size_t (*size)(const void* list);
  const void* (*at)(const void* list, std::size_t index);
  void* (*append)(void* list);
};

/// ... a std::map<std::string, T>.
struct MapAccess {
  std::size_t (*size)(const void* map);
  void (*each)(const void* map, void* context, void (*visit)(void* context, const std::string& key, const void* value));
  void* (*insert)(void* map, std::string key);
};

struct Member {
  std::string_view name;       // the model's name, "KeyId"
  std::string_view wire_name;  // locationName, or the name
  const Shape* shape;
  std::size_t offset;              // of the C++ member in its struct
  const OptionalAccess* optional;  // null: the member is required and held plain
  Location location = Location::body;
  bool is_required = false;
  bool is_payload = false;
  bool is_xml_attribute = false;
  bool is_flattened = false;
  bool is_idempotency_token = false;
  TimestampFormat timestamp_format = TimestampFormat::unset;
  std::string_view xml_namespace = {};
  std::string_view query_name = {};  // ec2 only
  std::string_view xml_namespace_prefix = {};
};

struct Shape {
  ShapeKind kind;
  std::string_view name;
  // structure
  std::span<const Member> members = {};
  bool is_union = false;
  // list, map
  const Shape* element = nullptr;  // a list's member, a map's value
  const Shape* key = nullptr;
  std::string_view element_name = {};  // "member" unless the model says otherwise; a map's "value"
  std::string_view key_name = {};      // "key" unless the model says otherwise
  bool is_flattened = false;
  const ListAccess* list = nullptr;
  const MapAccess* map = nullptr;
  // constraints
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
  std::string_view pattern = {};
  std::span<const std::string_view> allowed_values = {};
  bool is_sensitive = false;
  TimestampFormat timestamp_format = TimestampFormat::unset;
  std::string_view xml_namespace = {};
  std::string_view xml_name = {};  // the structure's own locationName
  std::string_view xml_namespace_prefix = {};
};

enum class Protocol { query, ec2, json, rest_json, rest_xml };

struct ErrorShape {
  std::string_view name;  // the model's, "NotFoundException"
  std::string_view code;  // on the wire
  int http_status;
};

/// How a request or response is made and ended without knowing its type. Constant data, where a function that makes
/// a shared pointer would be compiled for each.
struct Lifetime {
  std::size_t size;  // alignment is never above that of std::max_align_t
  void (*construct)(void* memory);
  void (*destroy)(void* value);
};
std::shared_ptr<void> make(const Lifetime& lifetime);

template <class T>
inline constexpr Lifetime kLifetime{sizeof(T), [](void* memory) { ::new (memory) T(); },
                                    [](void* value) { static_cast<T*>(value)->~T(); }};

/// One operation's facts. Requests and responses are made and destroyed through it, type-erased.
struct Operation {
  std::string_view name;
  std::string_view http_method;
  std::string_view http_path;   // "/{Bucket}/{Key+}"; without the query part
  std::string_view http_query;  // constant query part of the template, "tagging" or "x-id=..", without '?'
  int http_status;              // of a good answer; 0 for the protocol's own
  const Shape* input;           // a structure, perhaps without members
  const Shape* output;
  std::string_view input_wire_name;  // root element of a rest-xml request, may be empty
  std::string_view input_namespace;
  std::string_view output_wrapper;  // query: "GetUserResult", may be empty
  bool has_streaming_input;
  bool has_streaming_output;
  const Lifetime* request_lifetime;
  const Lifetime* response_lifetime;
  std::shared_ptr<void> make_request() const { return make(*request_lifetime); }
  std::shared_ptr<void> make_response() const { return make(*response_lifetime); }
};

struct ServiceModel {
  std::string_view name;          // ours: the folder's, "s3control"
  std::string_view signing_name;  // SigV4 service, "s3"
  std::string_view endpoint_prefix;
  Protocol protocol;
  std::string_view api_version;
  std::string_view target_prefix;  // json: "TrentService"
  std::string_view json_version;   // "1.0", "1.1"
  std::string_view xml_namespace;
  std::span<const Operation> operations;
  std::span<const ErrorShape> errors;
};

// Access tables for the types the generator emits.

template <class T>
inline constexpr OptionalAccess kOptionalAccess{
    [](const void* optional) { return static_cast<const std::optional<T>*>(optional)->has_value(); },
    [](const void* optional) -> const void* { return &**static_cast<const std::optional<T>*>(optional); },
    [](void* optional) -> void* { return &static_cast<std::optional<T>*>(optional)->emplace(); }};

template <class T>
inline constexpr ListAccess kListAccess{
    [](const void* list) { return static_cast<const std::vector<T>*>(list)->size(); },
    [](const void* list, std::size_t index) -> const void* {
      return &(*static_cast<const std::vector<T>*>(list))[index];
    },
    [](void* list) -> void* { return &static_cast<std::vector<T>*>(list)->emplace_back(); }};

// std::vector<bool> has no addressable elements; no listed model has a list of booleans, and the generator refuses one.

template <class T>
inline constexpr MapAccess kMapAccess{
    [](const void* map) { return static_cast<const std::map<std::string, T>*>(map)->size(); },
    [](const void* map, void* context, void (*visit)(void*, const std::string&, const void*)) {
      for (const auto& [key, value] : *static_cast<const std::map<std::string, T>*>(map)) visit(context, key, &value);
    },
    [](void* map, std::string key) -> void* {
      return &(*static_cast<std::map<std::string, T>*>(map))[std::move(key)];
    }};

/// A value on the heap: for the few structures that contain themselves other than through a list or map.
template <class T>
class Boxed {
 public:
  Boxed() : value_(std::make_shared<T>()) {}
  T& operator*() { return *value_; }
  const T& operator*() const { return *value_; }
  T* operator->() { return value_.get(); }
  const T* operator->() const { return value_.get(); }

 private:
  std::shared_ptr<T> value_;
};

template <class T>
inline constexpr OptionalAccess kBoxedAccess{
    [](const void* optional) { return static_cast<const std::optional<Boxed<T>>*>(optional)->has_value(); },
    [](const void* optional) -> const void* { return &***static_cast<const std::optional<Boxed<T>>*>(optional); },
    [](void* optional) -> void* { return &*static_cast<std::optional<Boxed<T>>*>(optional)->emplace(); }};

}  // namespace stellwerk::protocol
