#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/assert.h"
#include "base/timestamp.h"

namespace stellwerk::store {

/// A record is a struct with numbered fields:
///
///   struct KeyRecord {
///     std::string key_id;
///     std::optional<Timestamp> deletion_date;
///     static void fields(auto& record, auto& visit) {
///       visit(1, record.key_id);
///       visit(2, record.deletion_date);
///     }
///   };
///
/// A number is never used again for another meaning. A field that the bytes lack keeps its default, a
/// number that the struct lacks is passed over, so old and new releases read each other's records.
/// Kinds of fields: bool, integers, double, std::string, Timestamp, records, and std::optional,
/// std::vector and std::map<std::string, ...> of these.
template <class Record>
std::string encode_record(const Record& record);
template <class Record>
Record decode_record(std::string_view bytes);

namespace detail {

void append_varint(std::string& out, std::uint64_t value);
std::uint64_t take_varint(std::string_view& in);
std::string_view take_bytes(std::string_view& in);

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;

inline std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

template <class T>
void append_value(std::string& out, const T& value);

template <class T>
void append_sized(std::string& out, const T& value) {
  std::string payload;
  append_value(payload, value);
  append_varint(out, payload.size());
  out += payload;
}

template <class T>
void append_value(std::string& out, const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    out += value;
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    append_varint(out, zigzag(value.milliseconds));
  } else if constexpr (std::is_same_v<T, double>) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
  } else if constexpr (std::is_integral_v<T>) {
    append_varint(out, zigzag(static_cast<std::int64_t>(value)));
  } else if constexpr (is_vector<T>) {
    for (const auto& item : value) append_sized(out, item);
  } else if constexpr (is_map<T>) {
    for (const auto& [key, item] : value) {
      append_sized(out, key);
      append_sized(out, item);
    }
  } else {
    out += encode_record(value);
  }
}

template <class T>
void read_value(std::string_view in, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    value = in;
  } else if constexpr (std::is_same_v<T, Timestamp>) {
    value.milliseconds = unzigzag(take_varint(in));
  } else if constexpr (std::is_same_v<T, double>) {
    STELLWERK_ASSERT(in.size() == sizeof value);
    __builtin_memcpy(&value, in.data(), sizeof value);
  } else if constexpr (std::is_integral_v<T>) {
    value = static_cast<T>(unzigzag(take_varint(in)));
  } else if constexpr (is_vector<T>) {
    while (!in.empty()) {
      typename T::value_type item{};
      read_value(take_bytes(in), item);
      value.push_back(std::move(item));
    }
  } else if constexpr (is_map<T>) {
    while (!in.empty()) {
      std::string key(take_bytes(in));
      read_value(take_bytes(in), value[key]);
    }
  } else {
    value = decode_record<T>(in);
  }
}

struct Writer {
  std::string& out;
  template <class T>
  void operator()(std::uint32_t number, const T& value) {
    if constexpr (is_optional<T>) {
      if (value) (*this)(number, *value);
    } else {
      append_varint(out, number);
      append_sized(out, value);
    }
  }
};

struct Reader {
  std::uint32_t number;
  std::string_view payload;
  template <class T>
  void operator()(std::uint32_t field, T& value) {
    if (field != number) return;
    if constexpr (is_optional<T>) {
      value.emplace();
      read_value(payload, *value);
    } else {
      value = T{};
      read_value(payload, value);
    }
  }
};

}  // namespace detail

template <class Record>
std::string encode_record(const Record& record) {
  std::string out;
  detail::Writer writer{out};
  Record::fields(record, writer);
  return out;
}

template <class Record>
Record decode_record(std::string_view bytes) {
  Record record{};
  while (!bytes.empty()) {
    auto number = static_cast<std::uint32_t>(detail::take_varint(bytes));
    detail::Reader reader{number, detail::take_bytes(bytes)};
    Record::fields(record, reader);
  }
  return record;
}

}  // namespace stellwerk::store
