#include "protocol/xml_writer.h"

#include "base/bytes.h"
#include "base/timestamp.h"
#include "protocol/reading.h"
#include "protocol/scalar_text.h"

namespace stellwerk::protocol {
namespace {

class XmlWriter {
 public:
  XmlWriter(const XmlStyle& style, std::string& out) : style_(style), out_(out) {}

  void members(const Shape& structure, const void* value) {
    for (const Member& member : structure.members) {
      if (member.location != Location::body || member.is_xml_attribute) continue;
      if (const void* item = find_member(member, value)) this->member(member, item);
    }
  }

  /// <name xmlns:prefix="xml_namespace" attributes...>
  void open(std::string_view name, XmlNamespace xml_namespace, const Shape& shape, const void* value) {
    out_ += '<';
    out_ += name;
    if (!xml_namespace.uri.empty()) {
      out_ += " xmlns";
      if (!xml_namespace.prefix.empty()) out_ += ':', out_ += xml_namespace.prefix;
      out_ += "=\"";
      append_xml_text(out_, xml_namespace.uri);
      out_ += '"';
    }
    for (const Member& member : shape.members) {
      if (!member.is_xml_attribute) continue;
      const void* item = find_member(member, value);
      if (item == nullptr) continue;
      out_ += ' ';
      out_ += member.wire_name;
      out_ += "=\"";
      scalar(*member.shape, TimestampFormat::iso8601, item);
      out_ += '"';
    }
    out_ += '>';
  }

  void close(std::string_view name) {
    out_ += "</";
    out_ += name;
    out_ += '>';
  }

 private:
  void member(const Member& member, const void* item) {
    const Shape& shape = *member.shape;
    const TimestampFormat format = timestamp_format_of(member, TimestampFormat::iso8601);
    if (member.is_flattened && shape.kind == ShapeKind::list) return elements(shape, member.wire_name, item);
    if (member.is_flattened && shape.kind == ShapeKind::map) return entries(shape, member.wire_name, item);
    element(shape, member.wire_name, {member.xml_namespace, member.xml_namespace_prefix}, format, item);
  }

  void element(const Shape& shape, std::string_view name, XmlNamespace xml_namespace, TimestampFormat format,
               const void* value) {
    if (xml_namespace.uri.empty()) xml_namespace = {shape.xml_namespace, shape.xml_namespace_prefix};
    open(name, xml_namespace, shape, value);
    switch (shape.kind) {
      case ShapeKind::structure: members(shape, value); break;
      case ShapeKind::list: elements(shape, shape.element_name, value); break;
      case ShapeKind::map: entries(shape, "entry", value); break;
      default: scalar(shape, format, value);
    }
    close(name);
  }

  void elements(const Shape& shape, std::string_view name, const void* value) {
    const TimestampFormat format = shape.element->timestamp_format == TimestampFormat::unset
                                       ? TimestampFormat::iso8601
                                       : shape.element->timestamp_format;
    for (std::size_t i = 0; i < shape.list->size(value); ++i) {
      element(*shape.element, name, {}, format, shape.list->at(value, i));
    }
  }

  void entries(const Shape& shape, std::string_view name, const void* value) {
    struct Writing {
      XmlWriter& writer;
      const Shape& shape;
      std::string_view name;
    } writing{*this, shape, name};
    shape.map->each(value, &writing, [](void* context, const std::string& key, const void* item) {
      auto& [writer, map, entry_name] = *static_cast<Writing*>(context);
      writer.out_ += '<';
      writer.out_ += entry_name;
      writer.out_ += '>';
      append_xml_element(writer.out_, map.key_name, key);
      writer.element(*map.element, map.element_name, {}, TimestampFormat::iso8601, item);
      writer.close(entry_name);
    });
  }

  void scalar(const Shape& shape, TimestampFormat format, const void* value) {
    if (shape.kind == ShapeKind::string) return append_xml_text(out_, *static_cast<const std::string*>(value));
    if (shape.kind == ShapeKind::timestamp && format == TimestampFormat::iso8601 && style_.always_milliseconds) {
      out_ += to_iso8601_milliseconds(*static_cast<const Timestamp*>(value));
      return;
    }
    write_scalar(shape, format, value, out_);
  }

  const XmlStyle& style_;
  std::string& out_;
};

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  if (!is_valid_utf8(text)) return append_xml_text(out, to_valid_utf8(text));
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&apos;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
          out += "&#x";
          if (c >= 16) out += kDigits[c >> 4];
          out += kDigits[c & 15];
          out += ';';
        } else {
          out += c;
        }
    }
  }
}

void append_xml_element(std::string& out, std::string_view name, std::string_view text) {
  out += '<';
  out += name;
  out += '>';
  append_xml_text(out, text);
  out += "</";
  out += name;
  out += '>';
}

void write_xml_members(const XmlStyle& style, const Shape& structure, const void* value, std::string& out) {
  XmlWriter(style, out).members(structure, value);
}

void write_xml_root(const XmlStyle& style, const Shape& structure, std::string_view name, XmlNamespace xml_namespace,
                    const void* value, std::string& out) {
  XmlWriter writer(style, out);
  writer.open(name, xml_namespace, structure, value);
  writer.members(structure, value);
  writer.close(name);
}

bool has_body_members(const Shape& structure) {
  for (const Member& member : structure.members) {
    if (member.location == Location::body && member.shape->kind != ShapeKind::stream) return true;
  }
  return false;
}

}  // namespace stellwerk::protocol
