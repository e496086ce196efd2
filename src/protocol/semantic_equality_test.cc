#include "protocol/semantic_equality_test.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <pugixml.hpp>
#include <vector>

#include "base/bytes.h"
#include "base/json.h"
#include "protocol/cbor_token.h"

namespace stellwerk::protocol {
namespace {

bool are_equal(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return std::fabs(a.number() - b.number()) <= 1e-9 * std::fabs(a.number());
  if (a.array() != nullptr && b.array() != nullptr) {
    if (a.array()->size() != b.array()->size()) return false;
    for (std::size_t i = 0; i < a.array()->size(); ++i) {
      if (!are_equal((*a.array())[i], (*b.array())[i])) return false;
    }
    return true;
  }
  if (a.object() != nullptr && b.object() != nullptr) {
    if (a.object()->size() != b.object()->size()) return false;
    for (const auto& [name, value] : *a.object()) {
      const Json* other = b.find(name);
      if (other == nullptr || !are_equal(value, *other)) return false;
    }
    return true;
  }
  return a == b;
}

std::map<std::string, std::vector<pugi::xml_node>> children_by_name(pugi::xml_node node) {
  std::map<std::string, std::vector<pugi::xml_node>> out;
  for (pugi::xml_node child : node) {
    if (child.type() == pugi::node_element) out[child.name()].push_back(child);
  }
  return out;
}

/// The vectors' answers carry namespaces that their models do not name; clients read over them.
std::map<std::string, std::string> attributes_of(pugi::xml_node node) {
  std::map<std::string, std::string> out;
  for (pugi::xml_attribute attribute : node.attributes()) {
    if (!std::string_view(attribute.name()).starts_with("xmlns")) out[attribute.name()] = attribute.value();
  }
  return out;
}

std::string xml_difference(pugi::xml_node expected, pugi::xml_node found);

std::size_t child_count(pugi::xml_node node) {
  std::size_t count = 0;
  for (pugi::xml_node child : node) count += child.type() == pugi::node_element;
  return count;
}

/// Elements with a key and a value may be a map's entries, whose order is free.
std::string siblings_difference(const std::vector<pugi::xml_node>& expected, std::vector<pugi::xml_node> found) {
  for (pugi::xml_node node : expected) {
    const bool may_be_entry = child_count(node) == 2;
    auto same = std::find_if(found.begin(), found.end(),
                             [&](pugi::xml_node other) { return xml_difference(node, other).empty(); });
    if (same == found.end() || (!may_be_entry && same != found.begin()))
      return xml_difference(node, found.front()) + " (or order)";
    found.erase(same);
  }
  return "";
}

/// Elements of one name keep their order among themselves; others may change places.
std::string xml_difference(pugi::xml_node expected, pugi::xml_node found) {
  const std::string name = expected.name();
  if (name != found.name()) return "element " + name + " is " + found.name();
  if (attributes_of(expected) != attributes_of(found)) return name + " has other attributes";
  auto wanted = children_by_name(expected), given = children_by_name(found);
  if (wanted.empty() && given.empty()) {
    const std::string a = expected.text().get(), b = found.text().get();
    const bool is_indentation = b.empty() && a.starts_with('\n') && trim(a).empty();
    return a == b || is_indentation ? "" : name + ": expected '" + a + "', found '" + b + "'";
  }
  for (const auto& [child_name, nodes] : wanted) {
    const auto& others = given[child_name];
    if (others.size() != nodes.size())
      return name + "/" + child_name + ": expected " + std::to_string(nodes.size()) + ", found " +
             std::to_string(others.size());
    if (auto text = siblings_difference(nodes, others); !text.empty()) return name + "/" + text;
  }
  for (const auto& [child_name, nodes] : given) {
    const bool is_metadata = child_name == "ResponseMetadata" || child_name == "requestId";
    if (!is_metadata && !wanted.contains(child_name)) return name + "/" + child_name + " is too much";
  }
  return "";
}

std::string without_blanks_after_commas(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == ' ' && !out.empty() && out.back() == ',') continue;
    out += c;
  }
  return out;
}

}  // namespace

std::string body_difference(const std::string& expected, const std::string& found) {
  if (expected == found || expected.empty()) return "";
  std::string texts = " expected " + expected + " found " + found;
  if (trim(expected).starts_with('<')) {
    pugi::xml_document a, b;
    if (!a.load_string(expected.c_str(), pugi::parse_default | pugi::parse_ws_pcdata_single) ||
        !b.load_string(found.c_str(), pugi::parse_default | pugi::parse_ws_pcdata_single)) {
      return "not XML:" + texts;
    }
    auto text = xml_difference(a.document_element(), b.document_element());
    return text.empty() ? "" : text + texts;
  }
  auto a = parse_json(expected), b = parse_json(found);
  return a && b && are_equal(*a, *b) ? "" : "differs:" + texts;
}

bool are_equal_header_values(std::string_view expected, std::string_view found) {
  // A media type's parameters do not matter.
  if (expected.find('/') != expected.npos && found.starts_with(std::string(expected) + ";")) return true;
  return without_blanks_after_commas(expected) == without_blanks_after_commas(found);
}

/// A map of texts, as errors are in CBOR.
std::map<std::string, std::string> cbor_texts(std::string_view body) {
  std::map<std::string, std::string> out;
  auto map = take_cbor_token(body);
  for (std::uint64_t i = 0; map && i < map->number; ++i) {
    auto key = take_cbor_token(body), value = take_cbor_token(body);
    if (key && value) out.emplace(key->content, value->content);
  }
  return out;
}

std::string error_body_difference(const Error& error, const std::string& body) {
  if (!body.starts_with('{') && !body.starts_with('<')) {
    auto texts = cbor_texts(body);
    return texts["__type"] == error.code && texts["message"] == error.message ? "" : "another error in CBOR";
  }
  if (body.starts_with('{')) {
    auto json = parse_json(body);
    if (!json || json->string_at("__type") != error.code) return "no code in " + body;
    if (json->string_at("message") != error.message) return "no message in " + body;
    for (const auto& [name, value] : error.fields) {
      if (json->string_at(name) != value) return "no " + name + " in " + body;
    }
    return "";
  }
  pugi::xml_document document;
  if (!document.load_string(body.c_str())) return "not XML: " + body;
  pugi::xml_node root = document.document_element();
  pugi::xml_node node = root.child("Errors") ? root.child("Errors").child("Error") : root.child("Error");
  if (error.code != node.child("Code").text().get()) return "no code in " + body;
  if (error.message != node.child("Message").text().get()) return "no message in " + body;
  return "";
}

}  // namespace stellwerk::protocol
