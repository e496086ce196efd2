#pragma once
#include <string>
#include <string_view>

#include "protocol/shape.h"

/// Typed values to XML text, for the answers of query, ec2 and rest-xml.
namespace stellwerk::protocol {

struct XmlStyle {
  bool always_milliseconds = false;  // S3 writes "…:00.000Z"
};

struct XmlNamespace {
  std::string_view uri = {};
  std::string_view prefix = {};
};

/// Appends the text with the five characters escaped, and control characters as references; bytes that are no UTF-8
/// become U+FFFD.
void append_xml_text(std::string& out, std::string_view text);
/// Appends <name>text</name>.
void append_xml_element(std::string& out, std::string_view name, std::string_view text);

/// Appends the body members of a structure, without an element around them.
void write_xml_members(const XmlStyle& style, const Shape& structure, const void* value, std::string& out);

/// Appends <name xmlns="..." attributes...>…</name> for a structure.
void write_xml_root(const XmlStyle& style, const Shape& structure, std::string_view name, XmlNamespace xml_namespace,
                    const void* value, std::string& out);

/// Whether a structure has a member that is bound to the body.
bool has_body_members(const Shape& structure);

}  // namespace stellwerk::protocol
