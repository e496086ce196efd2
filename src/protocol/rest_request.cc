#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "protocol/form.h"
#include "protocol/header_list.h"
#include "protocol/json_codec.h"
#include "protocol/rest_binding.h"
#include "protocol/s3_dialect.h"
#include "protocol/scalar_text.h"
#include "protocol/xml_reader.h"

namespace stellwerk::protocol {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class RestReader {
 public:
  RestReader(const ServiceModel& model, const OperationMatch& match, const HttpRequest& http, std::string_view body,
             void* request, MissingMembers& missing)
      : model_(model), match_(match), http_(http), body_(body), request_(request), missing_(missing) {}

  Result<void> read() {
    auto query = read_form(http_.query);
    if (!query || !is_text(*query)) return refused("The query string is not well-formed");
    query_ = std::move(*query);
    if (speaks_s3(model_)) TRY(check_headers(*match_.operation, http_.headers));
    const Shape& input = *match_.operation->input;
    const Member* payload = nullptr;
    bool has_body_members = false;
    for (const Member& member : input.members) {
      if (member.is_payload) payload = &member;
      if (member.location == Location::body) {
        has_body_members = true;
        continue;
      }
      if (!TRY(bound(member)) && member.is_required) miss(member);
    }
    if (payload != nullptr) return read_payload(*payload);
    if (has_body_members) return read_document();
    return {};
  }

 private:
  Error refused(std::string message) const {
    if (is_s3_family(model_)) return Error{"InvalidArgument", std::move(message), 400};
    return Error{"SerializationException", std::move(message), 400};
  }

  Error unreadable_path() const {
    if (is_s3_family(model_)) return Error{"InvalidURI", "Couldn't parse the specified URI.", 400};
    return refused("The path is not UTF-8");
  }

  Error wrong(const Member& member, std::string_view value) const {
    if (is_s3_family(model_)) return invalid_argument(member, value);
    return refused("The value '" + std::string(value) + "' of " + std::string(member.wire_name) +
                   " can not be converted");
  }

  void miss(const Member& member) { missing_.places.push_back(Place{}.member(member.name).text()); }

  /// Whether the member was there.
  Result<bool> bound(const Member& member) {
    switch (member.location) {
      case Location::uri: {
        auto label = match_.path_labels.find(std::string(member.wire_name));
        if (label == match_.path_labels.end()) return false;
        if (!is_valid_utf8(label->second)) return unreadable_path();
        return one(member, label->second);
      }
      case Location::header: return header(member);
      case Location::headers: return prefixed_headers(member);
      case Location::query_string: return query_string(member);
      default: return true;
    }
  }

  Result<bool> one(const Member& member, std::string_view text) {
    if (!read_scalar(*member.shape, text, prepare_member(member, request_))) return wrong(member, text);
    return true;
  }

  Result<bool> header(const Member& member) {
    std::string joined;
    bool is_first = true;
    for (const auto& [name, value] : http_.headers.fields()) {
      if (!equal_without_case(name, member.wire_name)) continue;
      if (!is_first) joined += ',';
      joined += value;
      is_first = false;
    }
    if (is_first) return false;
    if (is_unreadable_condition(member, joined)) return false;
    if (member.shape->kind != ShapeKind::list) return one(member, trim(joined));
    void* list = prepare_member(member, request_);
    for (const std::string& item : split_header_list(joined, member.shape->element->kind == ShapeKind::timestamp)) {
      if (!read_scalar(*member.shape->element, item, member.shape->list->append(list))) return wrong(member, item);
    }
    return true;
  }

  /// If-Modified-Since and its kin count as absent if they are no date (RFC 9110, 13.1.3).
  static bool is_unreadable_condition(const Member& member, std::string_view text) {
    if (member.shape->kind != ShapeKind::timestamp || !member.wire_name.starts_with("If-")) return false;
    Timestamp ignored;
    return !read_scalar(*member.shape, text, &ignored);
  }

  Result<bool> prefixed_headers(const Member& member) {
    const std::string prefix = to_lower(member.wire_name);
    void* map = nullptr;
    for (const auto& [name, value] : http_.headers.fields()) {
      std::string lower = to_lower(name);
      if (!lower.starts_with(prefix)) continue;
      if (map == nullptr) map = prepare_member(member, request_);
      std::string key = is_s3_family(model_) ? lower.substr(prefix.size()) : name.substr(prefix.size());
      auto& slot = *static_cast<std::string*>(member.shape->map->insert(map, std::move(key)));
      if (!slot.empty()) slot += ',';
      slot += trim(value);
    }
    return map != nullptr;
  }

  Result<bool> query_string(const Member& member) {
    if (member.shape->kind == ShapeKind::map) return query_map(member);
    void* list = nullptr;
    for (const auto& [name, value] : query_) {
      if (name != member.wire_name) continue;
      if (member.shape->kind != ShapeKind::list) return one(member, value);
      if (list == nullptr) list = prepare_member(member, request_);
      if (!read_scalar(*member.shape->element, value, member.shape->list->append(list))) return wrong(member, value);
    }
    return list != nullptr;
  }

  /// All fields, also those that other members take for themselves.
  Result<bool> query_map(const Member& member) {
    void* map = nullptr;
    for (const auto& [name, value] : query_) {
      if (name == "x-id" || name.starts_with("X-Amz-")) continue;
      if (map == nullptr) map = prepare_member(member, request_);
      const Shape& element = *member.shape->element;
      void* slot = member.shape->map->insert(map, name);
      if (element.kind == ShapeKind::list) slot = element.list->append(slot);
      if (!read_scalar(element.kind == ShapeKind::list ? *element.element : element, value, slot))
        return wrong(member, value);
    }
    return map != nullptr;
  }

  Result<void> read_payload(const Member& member) {
    if (member.shape->kind == ShapeKind::stream) {
      *static_cast<std::shared_ptr<ByteSource>*>(prepare_member(member, request_)) = http_.body;
      return {};
    }
    if (body_.empty()) {
      if (member.is_required) miss(member);
      return {};
    }
    const bool is_text = member.shape->kind == ShapeKind::string || member.shape->kind == ShapeKind::blob;
    if (is_text) {
      *static_cast<std::string*>(prepare_member(member, request_)) = body_;
      return {};
    }
    if (member.shape->kind != ShapeKind::structure) return refused("The body cannot be read");
    const Place root;
    return document(*member.shape, member.wire_name, prepare_member(member, request_), root.member(member.name));
  }

  Result<void> read_document() {
    const Shape& input = *match_.operation->input;
    if (model_.protocol == Protocol::rest_xml && trim(body_).empty()) {
      MembersSeen(input).report_missing(Place{}, missing_);
      return {};
    }
    return document(input, match_.operation->input_wire_name, request_, Place{});
  }

  Result<void> document(const Shape& shape, std::string_view root, void* value, const Place& place) {
    if (model_.protocol == Protocol::rest_json) return read_json(shape, body_, value, place, missing_);
    return read_xml(shape, {root, shape.xml_name, shape.name}, is_s3_family(model_), body_, value, place, missing_);
  }

  const ServiceModel& model_;
  const OperationMatch& match_;
  const HttpRequest& http_;
  std::string_view body_;
  void* request_;
  MissingMembers& missing_;
  Fields query_;
};

}  // namespace

Result<void> read_rest_request(const ServiceModel& model, const OperationMatch& match, const HttpRequest& http,
                               std::string_view body, void* request, MissingMembers& missing) {
  return RestReader(model, match, http, body, request, missing).read();
}

}  // namespace stellwerk::protocol
