#pragma once
#include <string>
#include <string_view>

#include "protocol/shape.h"

/// Scalars as text: in form bodies, XML, headers, path labels and query strings.
namespace stellwerk::protocol {

/// False if `text` is no such value. Timestamps are read in any of the three formats, whatever the model says,
/// as AWS does. Blobs are base64. `value` points to the shape's C++ type.
bool read_scalar(const Shape& shape, std::string_view text, void* value);

/// Appends. Numbers without exponent, "NaN" and "Infinity", blobs in base64.
void write_scalar(const Shape& shape, TimestampFormat format, const void* value, std::string& out);

void write_timestamp(Timestamp time, TimestampFormat format, std::string& out);

/// The member's own format, its shape's, or `otherwise`.
TimestampFormat timestamp_format_of(const Member& member, TimestampFormat otherwise);

inline bool is_scalar(const Shape& shape) {
  return shape.kind != ShapeKind::list && shape.kind != ShapeKind::map && shape.kind != ShapeKind::structure &&
         shape.kind != ShapeKind::stream && shape.kind != ShapeKind::document;
}

}  // namespace stellwerk::protocol
