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

enum class Protocol { query, ec2, json, rest_json, rest_xml, rpc_v2_cbor };

/// Whose ways a service has where its protocol leaves room: signatures, how strictly it reads, the form of errors.
enum class Dialect { plain, s3, s3_control };

/// What clients put into the host in front of the endpoint's name: "logs.s3.eu-central-1.…",
/// "111122223333.s3-control.…".
enum class HostPrefix { none, bucket, account };

struct ErrorShape {
  std::string_view name;  // the model's, "NotFoundException": what the JSON protocols and CBOR say
  std::string_view code;  // what query and the XML protocols say
  int http_status;
};

struct ErrorForm {
  std::string_view code;
  int http_status;
};

/// The codes that a service has for what is found out about a request on its way to the operation.
struct ErrorForms {
  ErrorForm constraint;  // outside the model's limits
  ErrorForm refusal;     // asks for what is not built here
  ErrorForm throttled;
  ErrorForm denied;
};

/// A part of a request that is refused rather than passed over: what it asks for is not built.
struct Refusal {
  std::string_view path;  // members' names; "Source.Type" reaches into structures, lists and maps
  std::span<const std::string_view> values = {};  // nothing: every value but false, zero and what is empty
  bool is_exception = false;                      // `values` are those that are not refused
  std::string_view remedy = {};                   // what to do instead; may be empty
};

/// The errors that an operation declares for one of its members.
struct MemberErrors {
  std::string_view member;
  std::string_view invalid;   // "InvalidBranchNameException"; empty: none of its own
  std::string_view required;  // "BranchNameRequiredException"
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
  bool is_unsigned = false;            // may come without a signature
  std::uint64_t body_bytes_limit = 0;  // of a body that is held whole
  std::span<const Refusal> refusals = {};
  std::span<const MemberErrors> member_errors = {};
  std::shared_ptr<void> make_request() const { return make(*request_lifetime); }
  std::shared_ptr<void> make_response() const { return make(*response_lifetime); }
};

/// One service in one protocol.
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
  Dialect dialect = Dialect::plain;
  HostPrefix host_prefix = HostPrefix::none;
  std::string_view path_prefix = {};  // rest: what all paths begin with, "/v20180820"; may be empty
  bool answers_unclaimed = false;     // unsigned requests that name no service are its own
  bool is_query_compatible = false;   // spoke query before: errors also say what they are called there
  ErrorForms error_forms = {};
  std::span<const ServiceModel> in_each_protocol = {};  // this service in all that it answers, itself among them
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
