#pragma once
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace stellwerk::protocol {

/// One item of a CBOR stream: a whole scalar, or the beginning of something that others follow.
struct CborToken {
  enum Kind {
    unsigned_integer,
    negative_integer,  // -1 - number
    bytes,
    text,
    bytes_begin,  // of pieces, each with its length, up to an end
    text_begin,
    array,  // of `number` items
    map,    // of `number` pairs
    array_begin,
    map_begin,
    tag,
    real,
    boolean,
    null,
    end
  };
  Kind kind = end;
  std::uint64_t number = 0;  // integers, lengths, a tag's number, a boolean's 0 or 1
  double decimal = 0;
  std::string_view content = {};  // of bytes and text; into the stream
};

/// Takes one token off the front of `rest`. Error: SerializationException for what is no CBOR or ends too early.
Result<CborToken> take_cbor_token(std::string_view& rest);

}  // namespace stellwerk::protocol
