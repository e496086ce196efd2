#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "protocol/reading.h"
#include "protocol/shape.h"

/// JSON text ↔ typed values, for json 1.0, json 1.1 and the bodies of rest-json.
/// Source: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
namespace stellwerk::protocol {

/// `place` is where the structure lies in the request. Fills its body members from an object; empty text is an empty
/// object. Unknown members are passed over and null is absent, as AWS does. Error: SerializationException.
Result<void> read_json(const Shape& structure, std::string_view text, void* value, const Place& place,
                       MissingMembers& missing);

/// Appends. Of a structure only what is bound to the body.
void write_json(const Shape& shape, const void* value, std::string& out);

}  // namespace stellwerk::protocol
