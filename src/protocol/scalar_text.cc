#include "protocol/scalar_text.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/assert.h"
#include "base/bytes.h"

namespace stellwerk::protocol {
namespace {

bool read_integer(std::string_view text, std::int64_t minimum, std::int64_t maximum, std::int64_t& value) {
  if (text.starts_with('+')) text.remove_prefix(1);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= minimum && value <= maximum;
}

bool read_real(std::string_view text, double& value) {
  if (text == "NaN") return value = std::numeric_limits<double>::quiet_NaN(), true;
  if (text == "Infinity") return value = std::numeric_limits<double>::infinity(), true;
  if (text == "-Infinity") return value = -std::numeric_limits<double>::infinity(), true;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

bool read_timestamp(std::string_view text, Timestamp& value) {
  constexpr double kSecondsLimit = 253402300800.0;  // the year 10000
  if (auto time = from_iso8601(text)) return value = *time, true;
  if (auto time = from_http_date(text)) return value = *time, true;
  double seconds = 0;
  if (!read_real(text, seconds) || !(std::fabs(seconds) < kSecondsLimit)) return false;
  value.milliseconds = std::llround(seconds * 1000);
  return true;
}

void write_real(double value, std::string& out) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value > 0 ? "Infinity" : "-Infinity";
  } else {
    append_json_number(out, value);
  }
}

}  // namespace

bool read_scalar(const Shape& shape, std::string_view text, void* value) {
  switch (shape.kind) {
    case ShapeKind::string: static_cast<std::string*>(value)->assign(text); return true;
    case ShapeKind::blob: {
      auto bytes = from_base64(trim(text));
      if (!bytes) return false;
      *static_cast<std::string*>(value) = std::move(*bytes);
      return true;
    }
    case ShapeKind::boolean: {
      const bool is_true = text == "true" || text == "True" || text == "TRUE";
      if (!is_true && text != "false" && text != "False" && text != "FALSE") return false;
      *static_cast<bool*>(value) = is_true;
      return true;
    }
    case ShapeKind::integer:
      return read_integer(trim(text), std::numeric_limits<std::int32_t>::min(),
                          std::numeric_limits<std::int32_t>::max(), *static_cast<std::int64_t*>(value));
    case ShapeKind::long_integer:
      return read_integer(trim(text), std::numeric_limits<std::int64_t>::min(),
                          std::numeric_limits<std::int64_t>::max(), *static_cast<std::int64_t*>(value));
    case ShapeKind::float_number:
    case ShapeKind::double_number: return read_real(trim(text), *static_cast<double*>(value));
    case ShapeKind::timestamp: return read_timestamp(trim(text), *static_cast<Timestamp*>(value));
    default: STELLWERK_ASSERT(!"not a scalar"); return false;
  }
}

void write_timestamp(Timestamp time, TimestampFormat format, std::string& out) {
  const bool has_fraction = time.milliseconds % 1000 != 0;
  switch (format) {
    case TimestampFormat::rfc822: out += to_http_date(time); return;
    case TimestampFormat::unset:
    case TimestampFormat::iso8601: out += has_fraction ? to_iso8601_milliseconds(time) : to_iso8601(time); return;
    case TimestampFormat::unix_seconds: break;
  }
  std::int64_t rest = time.milliseconds;
  if (rest < 0) out += '-', rest = -rest;
  out += std::to_string(rest / 1000);
  if (!has_fraction) return;
  std::string fraction = std::to_string(1000 + rest % 1000);
  fraction[0] = '.';
  while (fraction.back() == '0') fraction.pop_back();
  out += fraction;
}

void write_scalar(const Shape& shape, TimestampFormat format, const void* value, std::string& out) {
  switch (shape.kind) {
    case ShapeKind::string: out += *static_cast<const std::string*>(value); return;
    case ShapeKind::blob: out += to_base64(*static_cast<const std::string*>(value)); return;
    case ShapeKind::boolean: out += *static_cast<const bool*>(value) ? "true" : "false"; return;
    case ShapeKind::integer:
    case ShapeKind::long_integer: out += std::to_string(*static_cast<const std::int64_t*>(value)); return;
    case ShapeKind::float_number:
    case ShapeKind::double_number: write_real(*static_cast<const double*>(value), out); return;
    case ShapeKind::timestamp: write_timestamp(*static_cast<const Timestamp*>(value), format, out); return;
    default: STELLWERK_ASSERT(!"not a scalar");
  }
}

TimestampFormat timestamp_format_of(const Member& member, TimestampFormat otherwise) {
  if (member.timestamp_format != TimestampFormat::unset) return member.timestamp_format;
  if (member.shape->timestamp_format != TimestampFormat::unset) return member.shape->timestamp_format;
  return otherwise;
}

}  // namespace stellwerk::protocol
