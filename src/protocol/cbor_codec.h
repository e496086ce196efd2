#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "protocol/reading.h"
#include "protocol/shape.h"

/// CBOR ↔ typed values, for rpc-v2-cbor.
/// Source: https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html, RFC 8949
namespace stellwerk::protocol {

/// `place` is where the structure lies in the request. Fills its members from a map; nothing at all is an empty map.
/// Unknown members are passed over and null is absent. Error: SerializationException.
Result<void> read_cbor(const Shape& structure, std::string_view bytes, void* value, const Place& place,
                       MissingMembers& missing);

/// Appends, maps and lists with their length first.
void write_cbor(const Shape& shape, const void* value, std::string& out);

/// Appends a text: for documents that no shape describes.
void append_cbor_text(std::string& out, std::string_view text);
/// Appends the beginning of a map of so many entries, each a text and a value.
void append_cbor_map(std::string& out, std::size_t entries);

}  // namespace stellwerk::protocol
