#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace stellwerk {

/// A JSON value held in memory; objects keep their order. For documents whose shape is not known
/// beforehand (policies, event patterns); typed requests do not pass through it.
class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;

  Json() = default;
  Json(bool value) : value_(value) {}
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::int64_t value) : value_(value) {}
  Json(std::uint64_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  // Each answers a null pointer if the value is of another kind.
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  const double* real() const { return std::get_if<double>(&value_); }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const Array* array() const { return std::get_if<Array>(&value_); }
  const Object* object() const { return std::get_if<Object>(&value_); }
  Array* array() { return std::get_if<Array>(&value_); }
  Object* object() { return std::get_if<Object>(&value_); }
  bool is_number() const { return integer() || real(); }
  /// An integer or real as double, else 0.
  double number() const;

  /// An object's member, or a null pointer.
  const Json* find(std::string_view name) const;
  /// An object's string member, or "".
  std::string_view string_at(std::string_view name) const;
  /// Sets an object's member (a null value becomes an object first).
  Json& set(std::string name, Json value);

  /// Compact text, UTF-8.
  std::string dump() const;
  bool operator==(const Json&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

inline constexpr std::size_t kJsonDepthLimit = 64;

/// Error code SerializationException, with the place, on malformed text, on depth above kJsonDepthLimit,
/// and on a member given twice.
Result<Json> parse_json(std::string_view text);

/// Appends `text` as a quoted JSON string; bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);
/// Appends a number as AWS does: no exponent for ordinary values, shortest form that reads back the same.
void append_json_number(std::string& out, double value);

}  // namespace stellwerk
