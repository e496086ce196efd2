#include "protocol/query_codec.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "protocol/form.h"
#include "protocol/scalar_text.h"
#include "protocol/xml_writer.h"

namespace stellwerk::protocol {
namespace {

Error malformed(std::string message, const Place& place) {
  return Error{"MalformedInput", std::move(message) + " at '" + place.text() + "'", 400};
}

class FormReader {
 public:
  FormReader(bool is_ec2, MissingMembers& missing) : is_ec2_(is_ec2), missing_(missing) {}

  Result<void> structure(const Shape& shape, const FormNode& node, void* value, const Place& place) {
    MembersSeen seen(shape);
    for (std::size_t i = 0; i < shape.members.size(); ++i) {
      const Member& member = shape.members[i];
      const FormNode* child = member_node(member, node);
      if (child == nullptr) continue;
      seen.mark(i);
      TRY(any(*member.shape, member.is_flattened, *child, prepare_member(member, value), place.member(member.name)));
    }
    seen.report_missing(place, missing_);
    return {};
  }

 private:
  const FormNode* member_node(const Member& member, const FormNode& node) const {
    if (!is_ec2_) {
      if (const FormNode* found = node.child(member.wire_name)) return found;
      // Some clients call a flattened list by its elements' name.
      const bool is_flat_list = member.is_flattened && member.shape->kind == ShapeKind::list;
      return is_flat_list && member.shape->element_name != "member" ? node.child(member.shape->element_name) : nullptr;
    }
    if (!member.query_name.empty()) return node.child(member.query_name);
    std::string name(member.wire_name);
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    return node.child(name);
  }

  Result<void> any(const Shape& shape, bool is_flattened, const FormNode& node, void* value, const Place& place) {
    if (place.depth > kValueDepthLimit) return malformed("Nested too deeply", place);
    switch (shape.kind) {
      case ShapeKind::structure: return structure(shape, node, value, place);
      case ShapeKind::list: return list(shape, is_flattened || is_ec2_, node, value, place);
      case ShapeKind::map: return map(shape, is_flattened, node, value, place);
      default: break;
    }
    if (!node.value) return malformed("A plain value is needed", place);
    if (!read_scalar(shape, *node.value, value)) return malformed("Invalid value '" + *node.value + "'", place);
    return {};
  }

  /// The children whose names are positive numbers, in the order of those numbers.
  static Result<std::vector<const FormNode*>> numbered(const FormNode& node, const Place& place) {
    std::vector<std::pair<unsigned, const FormNode*>> found;
    for (const auto& [name, child] : node.children) {
      unsigned number = 0;
      auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
      if (error != std::errc() || end != name.data() + name.size() || number == 0) {
        return malformed("Unexpected list element '" + name + "'", place);
      }
      found.emplace_back(number, &child);
    }
    std::sort(found.begin(), found.end());
    std::vector<const FormNode*> out;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (i > 0 && found[i].first == found[i - 1].first) return malformed("A list element is given twice", place);
      out.push_back(found[i].second);
    }
    return out;
  }

  Result<void> list(const Shape& shape, bool is_flattened, const FormNode& node, void* value, const Place& place) {
    const FormNode* elements = is_flattened ? &node : node.child(shape.element_name);
    if (elements == nullptr) return empty_or_wrong(node, place);
    std::size_t position = 0;
    for (const FormNode* element : TRY(numbered(*elements, place))) {
      TRY(any(*shape.element, shape.element->is_flattened, *element, shape.list->append(value),
              place.element(++position)));
    }
    return {};
  }

  Result<void> map(const Shape& shape, bool is_flattened, const FormNode& node, void* value, const Place& place) {
    const FormNode* entries = is_flattened ? &node : node.child("entry");
    if (entries == nullptr) return empty_or_wrong(node, place);
    for (const FormNode* entry : TRY(numbered(*entries, place))) {
      const FormNode* key = entry->child(shape.key_name);
      const FormNode* item = entry->child(shape.element_name);
      if (key == nullptr || !key->value || item == nullptr) return malformed("An entry needs a key and a value", place);
      const std::size_t size = shape.map->size(value);
      void* slot = shape.map->insert(value, *key->value);
      if (shape.map->size(value) == size) return malformed("A key is given twice", place);
      TRY(any(*shape.element, shape.element->is_flattened, *item, slot, place.member(*key->value)));
    }
    return {};
  }

  /// "Tags=" is an empty list; "Tags.foo=1" is a mistake.
  static Result<void> empty_or_wrong(const FormNode& node, const Place& place) {
    if (node.children.empty() && node.value && node.value->empty()) return {};
    return malformed("A list or map is needed", place);
  }

  bool is_ec2_;
  MissingMembers& missing_;
};

}  // namespace

Result<void> read_query_request(const ServiceModel& model, const Operation& operation, const HttpRequest& http,
                                std::string_view body, void* request, MissingMembers& missing) {
  auto fields = read_form(body.empty() ? std::string_view(http.query) : body);
  if (!fields || !is_text(*fields))
    return Error{"MalformedQueryString", "The request's parameters are not a well-formed form.", 400};
  FormNode root;
  for (auto& [name, value] : *fields) {
    if (!add_form_field(root, name, std::move(value))) {
      return Error{"MalformedQueryString", "The parameter " + name + " is given twice or has too many parts.", 400};
    }
  }
  return FormReader(model.protocol == Protocol::ec2, missing).structure(*operation.input, root, request, Place{});
}

HttpResponse write_query_response(const ServiceModel& model, const Operation& operation, const void* response,
                                  std::string_view request_id) {
  const bool is_ec2 = model.protocol == Protocol::ec2;
  const XmlStyle style;
  const std::string answer = std::string(operation.name) + "Response";
  HttpResponse out;
  out.headers.add("Content-Type", is_ec2 ? "text/xml;charset=UTF-8" : "text/xml");
  out.body = "<" + answer + " xmlns=\"";
  append_xml_text(out.body, model.xml_namespace);
  out.body += "\">";
  if (is_ec2) {
    append_xml_element(out.body, "requestId", request_id);
    write_xml_members(style, *operation.output, response, out.body);
  } else {
    if (!operation.output_wrapper.empty()) {
      write_xml_root(style, *operation.output, operation.output_wrapper, {}, response, out.body);
    } else {
      write_xml_members(style, *operation.output, response, out.body);
    }
    out.body += "<ResponseMetadata>";
    append_xml_element(out.body, "RequestId", request_id);
    out.body += "</ResponseMetadata>";
  }
  out.body += "</" + answer + ">";
  return out;
}

}  // namespace stellwerk::protocol
