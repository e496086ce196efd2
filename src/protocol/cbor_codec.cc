#include "protocol/cbor_codec.h"

#include <cbor.h>

#include <array>
#include <cmath>
#include <limits>

#include "base/bytes.h"
#include "protocol/cbor_token.h"
#include "protocol/scalar_text.h"

namespace stellwerk::protocol {
namespace {

constexpr std::uint64_t kEpochSecondsTag = 1;
constexpr double kCborSecondsLimit = 253402300800.0;  // the year 10000

Error not_readable_cbor(std::string message, const Place& place) {
  if (std::string where = place.text(); !where.empty()) message += " (at '" + where + "')";
  return Error{"SerializationException", std::move(message), 400};
}

class CborReader {
 public:
  CborReader(std::string_view bytes, MissingMembers& missing) : rest_(bytes), missing_(missing) {}

  Result<void> whole(const Shape& shape, void* value, const Place& place) {
    TRY(structure(shape, TRY(take_cbor_token(rest_)), value, place));
    if (!rest_.empty()) return not_readable_cbor("More follows the value", place);
    return {};
  }

 private:
  /// Calls `each` for every item of an array or pair of a map, which begins with `token`.
  template <class Each>
  Result<void> for_each(const CborToken& token, bool is_open, Each each) {
    if (!is_open) {
      for (std::uint64_t i = 0; i < token.number; ++i) TRY(each(TRY(take_cbor_token(rest_))));
      return {};
    }
    while (true) {
      CborToken next = TRY(take_cbor_token(rest_));
      if (next.kind == CborToken::end) return {};
      TRY(each(std::move(next)));
    }
  }

  template <class Each>
  Result<void> for_each_pair(const CborToken& token, const Place& place, Each each) {
    if (token.kind != CborToken::map && token.kind != CborToken::map_begin) return wrong_kind("a map", place);
    return for_each(token, token.kind == CborToken::map_begin, [&](CborToken key) -> Result<void> {
      std::string name;
      if (!TRY(content(key, CborToken::text, name))) return not_readable_cbor("A map's key is not a text", place);
      return each(std::move(name), TRY(take_cbor_token(rest_)));
    });
  }

  Result<void> structure(const Shape& shape, const CborToken& token, void* value, const Place& place) {
    MembersSeen seen(shape);
    std::size_t given = 0;
    TRY(for_each_pair(token, place, [&](std::string name, CborToken item) -> Result<void> {
      std::size_t index = 0;
      while (index < shape.members.size() && shape.members[index].name != name) ++index;
      if (index == shape.members.size()) return pass_over(item, place.depth);
      if (item.kind == CborToken::null) return {};
      const Member& member = shape.members[index];
      const Place inner = place.member(member.name);
      if (!seen.mark(index)) return not_readable_cbor("The member is given twice", inner);
      ++given;
      return any(*member.shape, item, prepare_member(member, value), inner);
    }));
    if (shape.is_union && given > 1) return not_readable_cbor("Only one member of the union may be given", place);
    seen.report_missing(place, missing_);
    return {};
  }

  Result<void> any(const Shape& shape, CborToken token, void* value, const Place& place) {
    if (place.depth > kValueDepthLimit) return not_readable_cbor("The value is nested too deeply", place);
    bool is_time = false;
    while (token.kind == CborToken::tag) {
      is_time = is_time || token.number == kEpochSecondsTag;
      token = TRY(take_cbor_token(rest_));
    }
    switch (shape.kind) {
      case ShapeKind::structure: return structure(shape, token, value, place);
      case ShapeKind::list: return list(shape, token, value, place);
      case ShapeKind::map: return map(shape, token, value, place);
      case ShapeKind::string: return text(shape, token, CborToken::text, value, place);
      case ShapeKind::blob: return text(shape, token, CborToken::bytes, value, place);
      case ShapeKind::timestamp:
        if (!is_time) return wrong_kind("a timestamp (tag 1)", place);
        break;
      default: break;
    }
    if (!scalar(shape, token, value)) return wrong_kind(shape.name, place);
    return {};
  }

  Result<void> list(const Shape& shape, const CborToken& token, void* value, const Place& place) {
    if (token.kind != CborToken::array && token.kind != CborToken::array_begin) return wrong_kind("an array", place);
    std::size_t position = 0;
    return for_each(token, token.kind == CborToken::array_begin, [&](CborToken item) {
      return any(*shape.element, item, shape.list->append(value), place.element(++position));
    });
  }

  Result<void> map(const Shape& shape, const CborToken& token, void* value, const Place& place) {
    std::size_t count = 0;
    return for_each_pair(token, place, [&](std::string key, CborToken item) -> Result<void> {
      void* slot = shape.map->insert(value, key);
      if (shape.map->size(value) != ++count) return not_readable_cbor("The key is given twice", place.member(key));
      return any(*shape.element, item, slot, place.member(key));
    });
  }

  Result<void> text(const Shape& shape, const CborToken& token, CborToken::Kind kind, void* value, const Place& place) {
    if (!TRY(content(token, kind, *static_cast<std::string*>(value)))) return wrong_kind(shape.name, place);
    return {};
  }

  /// False: it is neither a text (or bytes) in one nor in pieces.
  Result<bool> content(const CborToken& token, CborToken::Kind kind, std::string& out) {
    if (token.kind == kind) {
      out = token.content;
      return true;
    }
    if (token.kind != (kind == CborToken::text ? CborToken::text_begin : CborToken::bytes_begin)) return false;
    while (true) {
      CborToken piece = TRY(take_cbor_token(rest_));
      if (piece.kind == CborToken::end) return true;
      if (piece.kind != kind) return false;
      out += piece.content;
    }
  }

  static bool scalar(const Shape& shape, const CborToken& token, void* value) {
    switch (shape.kind) {
      case ShapeKind::boolean: *static_cast<bool*>(value) = token.number != 0; return token.kind == CborToken::boolean;
      case ShapeKind::integer:
      case ShapeKind::long_integer: return integer(shape, token, *static_cast<std::int64_t*>(value));
      case ShapeKind::float_number:
      case ShapeKind::double_number: return real(token, *static_cast<double*>(value));
      case ShapeKind::timestamp: {
        double seconds = 0;
        if (!real(token, seconds) || !(std::fabs(seconds) < kCborSecondsLimit)) return false;
        static_cast<Timestamp*>(value)->milliseconds = std::llround(seconds * 1000);
        return true;
      }
      default: return false;
    }
  }

  static bool integer(const Shape& shape, const CborToken& token, std::int64_t& value) {
    if (token.kind != CborToken::unsigned_integer && token.kind != CborToken::negative_integer) return false;
    if (token.number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return false;
    value = static_cast<std::int64_t>(token.number);
    if (token.kind == CborToken::negative_integer) value = -1 - value;
    return shape.kind == ShapeKind::long_integer || value == static_cast<std::int32_t>(value);
  }

  static bool real(const CborToken& token, double& value) {
    switch (token.kind) {
      case CborToken::real: value = token.decimal; return true;
      case CborToken::unsigned_integer: value = static_cast<double>(token.number); return true;
      case CborToken::negative_integer: value = -1.0 - static_cast<double>(token.number); return true;
      default: return false;
    }
  }

  /// What no member takes, whatever it is.
  Result<void> pass_over(CborToken token, int depth) {
    const Place here{.depth = depth};
    if (depth > kValueDepthLimit) return not_readable_cbor("The value is nested too deeply", here);
    while (token.kind == CborToken::tag) token = TRY(take_cbor_token(rest_));
    switch (token.kind) {
      case CborToken::array:
      case CborToken::array_begin:
        return for_each(token, token.kind == CborToken::array_begin,
                        [&](CborToken item) { return pass_over(item, depth + 1); });
      case CborToken::map:
      case CborToken::map_begin:
        return for_each_pair(token, here, [&](std::string, CborToken item) { return pass_over(item, depth + 1); });
      case CborToken::text_begin:
      case CborToken::bytes_begin: {
        std::string ignored;
        TRY(content(token, token.kind == CborToken::text_begin ? CborToken::text : CborToken::bytes, ignored));
        return {};
      }
      case CborToken::end: return not_readable_cbor("Something ends that did not begin", here);
      default: return {};
    }
  }

  static Error wrong_kind(std::string_view wanted, const Place& place) {
    return not_readable_cbor("The value can not be converted to " + std::string(wanted), place);
  }

  std::string_view rest_;
  MissingMembers& missing_;
};

/// A head of at most nine bytes, as `encode` writes it.
template <class Encode>
void append(std::string& out, Encode encode) {
  std::array<unsigned char, 9> head{};
  const std::size_t size = encode(head.data(), head.size());
  out.append(reinterpret_cast<const char*>(head.data()), size);
}

void append_integer(std::string& out, std::int64_t value) {
  append(out, [&](auto* to, std::size_t room) {
    return value < 0 ? cbor_encode_negint(static_cast<std::uint64_t>(-1 - value), to, room)
                     : cbor_encode_uint(static_cast<std::uint64_t>(value), to, room);
  });
}

void append_double(std::string& out, double value) {
  append(out, [&](auto* to, std::size_t room) { return cbor_encode_double(value, to, room); });
}

void append_bytes(std::string& out, std::string_view bytes) {
  append(out, [&](auto* to, std::size_t room) { return cbor_encode_bytestring_start(bytes.size(), to, room); });
  out += bytes;
}

void write_cbor_structure(const Shape& shape, const void* value, std::string& out) {
  std::size_t count = 0;
  for (const Member& member : shape.members) count += find_member(member, value) != nullptr;
  append_cbor_map(out, count);
  for (const Member& member : shape.members) {
    const void* item = find_member(member, value);
    if (item == nullptr) continue;
    append_cbor_text(out, member.name);
    write_cbor(*member.shape, item, out);
  }
}

void write_cbor_map(const Shape& shape, const void* value, std::string& out) {
  struct Writing {
    const Shape& element;
    std::string& out;
  } writing{*shape.element, out};
  append_cbor_map(out, shape.map->size(value));
  shape.map->each(value, &writing, [](void* context, const std::string& key, const void* item) {
    auto& self = *static_cast<Writing*>(context);
    append_cbor_text(self.out, key);
    write_cbor(self.element, item, self.out);
  });
}

void write_cbor_list(const Shape& shape, const void* value, std::string& out) {
  const std::size_t size = shape.list->size(value);
  append(out, [&](auto* to, std::size_t room) { return cbor_encode_array_start(size, to, room); });
  for (std::size_t i = 0; i < size; ++i) write_cbor(*shape.element, shape.list->at(value, i), out);
}

}  // namespace

Result<void> read_cbor(const Shape& structure, std::string_view bytes, void* value, const Place& place,
                       MissingMembers& missing) {
  if (bytes.empty()) {
    MembersSeen(structure).report_missing(place, missing);
    return {};
  }
  return CborReader(bytes, missing).whole(structure, value, place);
}

void append_cbor_text(std::string& out, std::string_view text) {
  append(out, [&](auto* to, std::size_t room) { return cbor_encode_string_start(text.size(), to, room); });
  out += text;
}

void append_cbor_map(std::string& out, std::size_t entries) {
  append(out, [&](auto* to, std::size_t room) { return cbor_encode_map_start(entries, to, room); });
}

void write_cbor(const Shape& shape, const void* value, std::string& out) {
  switch (shape.kind) {
    case ShapeKind::structure: return write_cbor_structure(shape, value, out);
    case ShapeKind::list: return write_cbor_list(shape, value, out);
    case ShapeKind::map: return write_cbor_map(shape, value, out);
    case ShapeKind::string: return append_cbor_text(out, *static_cast<const std::string*>(value));
    case ShapeKind::blob: return append_bytes(out, *static_cast<const std::string*>(value));
    case ShapeKind::boolean:
      return append(out, [&](auto* to, std::size_t room) {
        return cbor_encode_bool(*static_cast<const bool*>(value), to, room);
      });
    case ShapeKind::integer:
    case ShapeKind::long_integer: return append_integer(out, *static_cast<const std::int64_t*>(value));
    case ShapeKind::float_number:
    case ShapeKind::double_number: return append_double(out, *static_cast<const double*>(value));
    case ShapeKind::timestamp: {
      const std::int64_t milliseconds = static_cast<const Timestamp*>(value)->milliseconds;
      append(out, [&](auto* to, std::size_t room) { return cbor_encode_tag(kEpochSecondsTag, to, room); });
      if (milliseconds % 1000 == 0) return append_integer(out, milliseconds / 1000);
      return append_double(out, static_cast<double>(milliseconds) / 1000);
    }
    default: return append(out, [](auto* to, std::size_t room) { return cbor_encode_null(to, room); });
  }
}

}  // namespace stellwerk::protocol
