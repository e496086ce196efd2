#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "protocol/reading.h"
#include "protocol/shape.h"

/// XML text to typed values, for the bodies of rest-xml. No document types, no entities but the five of XML.
namespace stellwerk::protocol {

/// Fills the structure's body members from the document's root element. `root_names` are what it may be
/// called: the operation, the member and the shape each have a name for it. `is_strict` refuses elements that the model
/// does not know, as S3 does. Error: MalformedXML.
Result<void> read_xml(const Shape& structure, std::initializer_list<std::string_view> root_names, bool is_strict,
                      std::string_view text, void* value, const Place& place, MissingMembers& missing);

/// The keys and values of S3's document <Tagging>, which a form holds in a field of its own. Error: MalformedXML.
Result<std::vector<std::pair<std::string, std::string>>> read_xml_tags(std::string_view text);

}  // namespace stellwerk::protocol
