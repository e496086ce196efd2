#include "protocol/xml_reader.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <pugixml.hpp>
#include <string>

#include "base/bytes.h"
#include "protocol/scalar_text.h"

namespace stellwerk::protocol {
namespace {

Error malformed_xml(std::string_view detail) {
  return Error{"MalformedXML",
               "The XML you provided was not well-formed or did not validate against our published schema (" +
                   std::string(detail) + ")",
               400};
}

Error malformed_xml(std::string_view detail, const Place& place) {
  std::string where = place.text();
  return malformed_xml(where.empty() ? std::string(detail) : std::string(detail) + " at '" + where + "'");
}

std::string_view local_name(pugi::xml_node node) {
  std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

bool is_element(pugi::xml_node node) { return node.type() == pugi::node_element; }

/// All text of an element, CDATA included.
std::string text_of(pugi::xml_node node) {
  std::string out;
  for (pugi::xml_node child : node) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) out += child.value();
  }
  return out;
}

/// XML 1.0 has no way to write the other control characters, nor U+FFFE and U+FFFF.
/// Source: https://www.w3.org/TR/xml/#charsets
bool is_xml_character(unsigned long code) {
  return code >= 0x20 ? code != 0xFFFE && code != 0xFFFF : code == '\t' || code == '\n' || code == '\r';
}

/// The parser lets them all through, and ends a value at a reference to zero.
bool has_only_xml_characters(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_xml_character(static_cast<unsigned char>(text[i]))) return false;
    if (text.substr(i).starts_with("\xEF\xBF\xBE") || text.substr(i).starts_with("\xEF\xBF\xBF")) return false;
    if (!text.substr(i).starts_with("&#")) continue;
    constexpr std::size_t kReferenceLimit = 16;
    const std::string reference(text.substr(i + 2, kReferenceLimit));
    const bool is_hexadecimal = reference.starts_with('x');
    if (!is_xml_character(std::strtoul(reference.c_str() + is_hexadecimal, nullptr, is_hexadecimal ? 16 : 10))) {
      return false;
    }
  }
  return true;
}

class XmlReader {
 public:
  XmlReader(bool is_strict, MissingMembers& missing) : is_strict_(is_strict), missing_(missing) {}

  Result<void> structure(const Shape& shape, pugi::xml_node node, void* value, const Place& place) {
    if (place.depth > kValueDepthLimit) return malformed_xml("nested too deeply", place);
    MembersSeen seen(shape);
    TRY(attributes(shape, node, value, seen, place));
    for (pugi::xml_node child : node) {
      if (!is_element(child)) continue;
      const std::size_t index = member_index(shape, local_name(child));
      if (index == shape.members.size()) {
        if (is_strict_) return malformed_xml("unknown element " + std::string(local_name(child)), place);
        continue;
      }
      TRY(member(shape.members[index], child, value, seen.mark(index), place));
    }
    seen.report_missing(place, missing_);
    return {};
  }

 private:
  static std::size_t member_index(const Shape& shape, std::string_view name) {
    std::size_t index = 0;
    while (index < shape.members.size() &&
           (shape.members[index].wire_name != name || shape.members[index].location != Location::body ||
            shape.members[index].is_xml_attribute)) {
      ++index;
    }
    return index;
  }

  Result<void> attributes(const Shape& shape, pugi::xml_node node, void* value, MembersSeen& seen, const Place& place) {
    for (std::size_t i = 0; i < shape.members.size(); ++i) {
      const Member& member = shape.members[i];
      if (!member.is_xml_attribute) continue;
      pugi::xml_attribute attribute = node.attribute(std::string(member.wire_name).c_str());
      if (!attribute) continue;
      seen.mark(i);
      if (!read_scalar(*member.shape, attribute.value(), prepare_member(member, value))) {
        return malformed_xml("wrong attribute", place.member(member.name));
      }
    }
    return {};
  }

  Result<void> member(const Member& member, pugi::xml_node node, void* value, bool is_first, const Place& place) {
    const Place inner = place.member(member.name);
    const ShapeKind kind = member.shape->kind;
    if (member.is_flattened && (kind == ShapeKind::list || kind == ShapeKind::map)) {
      void* storage = is_first ? prepare_member(member, value) : const_cast<void*>(find_member(member, value));
      if (kind == ShapeKind::map) return entry(*member.shape, node, storage, inner);
      void* slot = member.shape->list->append(storage);
      return any(*member.shape->element, node, slot, inner.element(member.shape->list->size(storage)));
    }
    if (!is_first) return malformed_xml("given twice", inner);
    return any(*member.shape, node, prepare_member(member, value), inner);
  }

  Result<void> any(const Shape& shape, pugi::xml_node node, void* value, const Place& place) {
    switch (shape.kind) {
      case ShapeKind::structure: return structure(shape, node, value, place);
      case ShapeKind::list: return list(shape, node, value, place);
      case ShapeKind::map: return map(shape, node, value, place);
      default: break;
    }
    if (!read_scalar(shape, text_of(node), value)) return malformed_xml("wrong value", place);
    return {};
  }

  Result<void> list(const Shape& shape, pugi::xml_node node, void* value, const Place& place) {
    if (place.depth > kValueDepthLimit) return malformed_xml("nested too deeply", place);
    std::size_t position = 0;
    for (pugi::xml_node child : node) {
      if (!is_element(child)) continue;
      if (local_name(child) != shape.element_name) {
        if (is_strict_) return malformed_xml("unknown element " + std::string(local_name(child)), place);
        continue;
      }
      TRY(any(*shape.element, child, shape.list->append(value), place.element(++position)));
    }
    return {};
  }

  Result<void> map(const Shape& shape, pugi::xml_node node, void* value, const Place& place) {
    if (place.depth > kValueDepthLimit) return malformed_xml("nested too deeply", place);
    for (pugi::xml_node child : node) {
      if (is_element(child) && local_name(child) == "entry") TRY(entry(shape, child, value, place));
    }
    return {};
  }

  Result<void> entry(const Shape& shape, pugi::xml_node node, void* value, const Place& place) {
    pugi::xml_node key_node, value_node;
    for (pugi::xml_node child : node) {
      if (!is_element(child)) continue;
      if (local_name(child) == shape.key_name) key_node = child;
      if (local_name(child) == shape.element_name) value_node = child;
    }
    if (!key_node || !value_node) return malformed_xml("an entry needs a key and a value", place);
    const std::string key = text_of(key_node);
    const std::size_t size = shape.map->size(value);
    void* slot = shape.map->insert(value, key);
    if (shape.map->size(value) == size) return malformed_xml("given twice", place.member(key));
    return any(*shape.element, value_node, slot, place.member(key));
  }

  bool is_strict_;
  MissingMembers& missing_;
};

/// The root element of a document that is read into `document`, if its name is one of these.
Result<pugi::xml_node> root_of(pugi::xml_document& document, std::initializer_list<std::string_view> names,
                               std::string_view text) {
  if (!is_valid_utf8(text)) return malformed_xml("it is not UTF-8");
  if (!has_only_xml_characters(text)) return malformed_xml("it holds a character that XML does not know");
  // Text of blanks alone is a value ("<Delimiter> </Delimiter>"), blanks between elements are not.
  constexpr unsigned kOptions = pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype;
  auto parsed = document.load_buffer(text.data(), text.size(), kOptions, pugi::encoding_utf8);
  if (!parsed) return malformed_xml(parsed.description());
  pugi::xml_node root;
  for (pugi::xml_node child : document) {
    if (child.type() == pugi::node_doctype) return malformed_xml("document types are not allowed");
    if (!is_element(child)) continue;
    if (root) return malformed_xml("there is more than one root element");
    root = child;
  }
  if (!root) return malformed_xml("there is no root element");
  if (std::find(names.begin(), names.end(), local_name(root)) == names.end()) {
    return malformed_xml("unexpected root element " + std::string(local_name(root)));
  }
  return root;
}

/// The elements within `parent`, all of which must be called `name`.
Result<std::vector<pugi::xml_node>> children_called(pugi::xml_node parent, std::string_view name) {
  std::vector<pugi::xml_node> out;
  for (pugi::xml_node child : parent) {
    if (!is_element(child)) continue;
    if (local_name(child) != name) return malformed_xml("unknown element " + std::string(local_name(child)));
    out.push_back(child);
  }
  return out;
}

Result<std::pair<std::string, std::string>> tag_in(pugi::xml_node node) {
  std::optional<std::string> key, value;
  for (pugi::xml_node child : node) {
    if (!is_element(child)) continue;
    bool is_key = local_name(child) == "Key";
    if (!is_key && local_name(child) != "Value") {
      return malformed_xml("unknown element " + std::string(local_name(child)));
    }
    (is_key ? key : value) = text_of(child);
  }
  if (!key || !value) return malformed_xml("a tag needs a key and a value");
  return std::pair{std::move(*key), std::move(*value)};
}

}  // namespace

Result<void> read_xml(const Shape& structure, std::initializer_list<std::string_view> root_names, bool is_strict,
                      std::string_view text, void* value, const Place& place, MissingMembers& missing) {
  pugi::xml_document document;
  pugi::xml_node root = TRY(root_of(document, root_names, text));
  return XmlReader(is_strict, missing).structure(structure, root, value, place);
}

Result<std::vector<std::pair<std::string, std::string>>> read_xml_tags(std::string_view text) {
  pugi::xml_document document;
  auto sets = TRY(children_called(TRY(root_of(document, {"Tagging"}, text)), "TagSet"));
  if (sets.size() != 1) return malformed_xml("there must be one TagSet");
  std::vector<std::pair<std::string, std::string>> tags;
  for (pugi::xml_node node : TRY(children_called(sets[0], "Tag"))) tags.push_back(TRY(tag_in(node)));
  return tags;
}

}  // namespace stellwerk::protocol
