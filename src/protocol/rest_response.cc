#include <memory>
#include <string>

#include "protocol/header_list.h"
#include "protocol/json_codec.h"
#include "protocol/rest_binding.h"
#include "protocol/s3_dialect.h"
#include "protocol/scalar_text.h"
#include "protocol/xml_writer.h"

namespace stellwerk::protocol {
namespace {

using Stream = std::shared_ptr<ByteSource>;

class RestWriter {
 public:
  RestWriter(const ServiceModel& model, const Operation& operation, const void* response)
      : model_(model), operation_(operation), response_(response) {}

  HttpResponse write() {
    out_.status = operation_.http_status == 0 ? 200 : operation_.http_status;
    const Member* payload = nullptr;
    for (const Member& member : operation_.output->members) {
      if (member.is_payload) payload = &member;
      if (member.location == Location::body) continue;
      if (const void* value = find_member(member, response_)) bound(member, value);
    }
    if (payload != nullptr) {
      write_payload(*payload);
    } else if (has_body_members(*operation_.output)) {
      write_document();
    } else if (model_.protocol == Protocol::rest_json && operation_.http_method != "HEAD" && out_.status != 204) {
      default_content_type("application/json");
      out_.body = "{}";
    }
    // S3's model does not say that a range is answered otherwise than the whole.
    if (speaks_s3(model_) && out_.headers.has("Content-Range")) out_.status = 206;
    // The listener counts a stream's bytes itself.
    if (out_.stream) out_.headers.remove("Content-Length");
    return std::move(out_);
  }

 private:
  void bound(const Member& member, const void* value) {
    switch (member.location) {
      case Location::header: return header(member, value);
      case Location::headers: return prefixed_headers(member, value);
      case Location::status_code: out_.status = static_cast<int>(*static_cast<const std::int64_t*>(value)); return;
      default: return;
    }
  }

  void header(const Member& member, const void* value) {
    std::string text;
    if (member.shape->kind == ShapeKind::list) {
      const Shape& element = *member.shape->element;
      const bool is_date = element.kind == ShapeKind::timestamp;
      for (std::size_t i = 0; i < member.shape->list->size(value); ++i) {
        std::string item;
        const TimestampFormat format =
            element.timestamp_format == TimestampFormat::unset ? TimestampFormat::rfc822 : element.timestamp_format;
        write_scalar(element, format, member.shape->list->at(value, i), item);
        append_header_list(text, item, is_date);
      }
      if (text.empty()) return;
    } else {
      write_scalar(*member.shape, timestamp_format_of(member, TimestampFormat::rfc822), value, text);
    }
    add_header(std::string(member.wire_name), std::move(text));
  }

  void prefixed_headers(const Member& member, const void* value) {
    struct Writing {
      RestWriter& writer;
      std::string_view prefix;
    } writing{*this, member.wire_name};
    member.shape->map->each(value, &writing, [](void* context, const std::string& key, const void* item) {
      auto& [writer, prefix] = *static_cast<Writing*>(context);
      writer.add_header(std::string(prefix) + key, *static_cast<const std::string*>(item));
    });
  }

  /// A value that would end its line is shown with blanks: what a client stored must not write headers of its own.
  void add_header(std::string name, std::string value) {
    for (char& c : value) {
      if (c == '\r' || c == '\n' || c == '\0') c = ' ';
    }
    out_.headers.add(std::move(name), std::move(value));
  }

  void default_content_type(std::string_view type) {
    if (!out_.headers.has("Content-Type")) out_.headers.add("Content-Type", std::string(type));
  }

  void write_payload(const Member& member) {
    const Shape& shape = *member.shape;
    const void* value = find_member(member, response_);
    if (value == nullptr) return;
    switch (shape.kind) {
      case ShapeKind::stream:
        out_.stream = *static_cast<const Stream*>(value);
        default_content_type(speaks_s3(model_) ? "binary/octet-stream" : "application/octet-stream");
        return;
      case ShapeKind::blob:
      case ShapeKind::string:
        out_.body = *static_cast<const std::string*>(value);
        // S3's only text payload is a bucket policy.
        default_content_type(is_s3_family(model_)            ? "application/json"
                             : shape.kind == ShapeKind::blob ? "application/octet-stream"
                                                             : "text/plain");
        return;
      default: break;
    }
    if (model_.protocol == Protocol::rest_json) {
      default_content_type("application/json");
      return write_json(shape, value, out_.body);
    }
    start_xml();
    const std::string_view own_name = shape.xml_name.empty() ? shape.name : shape.xml_name;
    const std::string_view name = member.wire_name == member.name ? own_name : member.wire_name;
    write_xml_root(style(), shape, name, root_namespace(member), value, out_.body);
  }

  void write_document() {
    const Shape& output = *operation_.output;
    if (model_.protocol == Protocol::rest_json) {
      default_content_type("application/json");
      return write_json(output, response_, out_.body);
    }
    start_xml();
    const std::string_view root = is_s3_family(model_)      ? answer_root(operation_)
                                  : output.xml_name.empty() ? output.name
                                                            : output.xml_name;
    const std::string_view xml_namespace = output.xml_namespace.empty() ? default_namespace() : output.xml_namespace;
    if (speaks_s3(model_) && has_unwrapped_answer(operation_)) return write_unwrapped(root, xml_namespace);
    write_xml_root(style(), output, root, {xml_namespace}, response_, out_.body);
  }

  void write_unwrapped(std::string_view root, std::string_view xml_namespace) {
    std::string text;
    for (const Member& member : operation_.output->members) {
      const void* value = member.location == Location::body ? find_member(member, response_) : nullptr;
      if (value != nullptr) write_scalar(*member.shape, TimestampFormat::iso8601, value, text);
    }
    out_.body += '<';
    out_.body += root;
    out_.body += " xmlns=\"";
    append_xml_text(out_.body, xml_namespace);
    out_.body += "\">";
    append_xml_text(out_.body, text);
    out_.body += "</";
    out_.body += root;
    out_.body += '>';
  }

  void start_xml() {
    default_content_type("application/xml");
    out_.body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  }

  XmlStyle style() const { return {.always_milliseconds = is_s3_family(model_)}; }

  XmlNamespace root_namespace(const Member& member) const {
    if (!member.xml_namespace.empty()) return {member.xml_namespace, member.xml_namespace_prefix};
    if (!member.shape->xml_namespace.empty()) return {member.shape->xml_namespace, member.shape->xml_namespace_prefix};
    return {default_namespace()};
  }

  /// S3's model has no namespace of its own, but its answers do.
  std::string_view default_namespace() const {
    if (!model_.xml_namespace.empty()) return model_.xml_namespace;
    if (speaks_s3(model_)) return "http://s3.amazonaws.com/doc/2006-03-01/";
    return is_s3_family(model_) ? "http://awss3control.amazonaws.com/doc/2018-08-20/" : "";
  }

  const ServiceModel& model_;
  const Operation& operation_;
  const void* response_;
  HttpResponse out_;
};

}  // namespace

HttpResponse write_rest_response(const ServiceModel& model, const Operation& operation, const void* response) {
  return RestWriter(model, operation, response).write();
}

}  // namespace stellwerk::protocol
