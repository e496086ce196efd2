#include "services/s3/header_text.h"

#include <algorithm>
#include <optional>

#include "base/bytes.h"

namespace stellwerk::s3 {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
}

std::string utf8_of_latin_1(std::string_view text) {
  std::string out;
  for (unsigned char c : text) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else {
      out += static_cast<char>(0xC0 | c >> 6);
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

/// Nothing if some character lies beyond.
std::optional<std::string> latin_1_of_utf8(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x80) {
      // U+0080 … U+00FF are two bytes, the first of them C2 or C3.
      if ((c != 0xC2 && c != 0xC3) || ++i == text.size()) return std::nullopt;
      c = static_cast<unsigned char>((c & 0x03) << 6 | (static_cast<unsigned char>(text[i]) & 0x3F));
    }
    out += static_cast<char>(c);
  }
  return out;
}

bool is_control(unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7F; }

/// The Q encoding: "=C3=84" and "_" for a blank.
std::optional<std::string> decoded_quotes(std::string_view text) {
  std::string percent;
  for (char c : text) {
    if (c == '%') return std::nullopt;
    percent += c == '=' ? '%' : c == '_' ? ' ' : c;
  }
  return percent_decode(percent);
}

/// What the encoded word at the beginning of `rest` means; takes it off `rest`.
std::optional<std::string> take_encoded_word(std::string_view& rest) {
  if (!rest.starts_with("=?")) return std::nullopt;
  std::size_t charset_end = rest.find('?', 2);
  if (charset_end == rest.npos || rest.size() < charset_end + 3 || rest[charset_end + 2] != '?') return std::nullopt;
  std::size_t end = rest.find("?=", charset_end + 3);
  if (end == rest.npos) return std::nullopt;
  std::string charset = to_lower(rest.substr(2, charset_end - 2));
  std::string_view encoded = rest.substr(charset_end + 3, end - charset_end - 3);
  bool is_base64 = to_lower(rest.substr(charset_end + 1, 1)) == "b";
  if (!is_base64 && to_lower(rest.substr(charset_end + 1, 1)) != "q") return std::nullopt;
  auto bytes = is_base64 ? from_base64(encoded) : decoded_quotes(encoded);
  if (!bytes) return std::nullopt;
  if (charset == "iso-8859-1" || charset == "us-ascii") bytes = utf8_of_latin_1(*bytes);
  bool is_known = charset == "utf-8" || charset == "iso-8859-1" || charset == "us-ascii";
  if (!is_known || !is_valid_utf8(*bytes) || std::ranges::any_of(*bytes, is_control)) return std::nullopt;
  rest.remove_prefix(end + 2);
  return bytes;
}

std::string decoded(std::string_view value) {
  std::string out;
  while (!value.empty()) {
    if (auto word = take_encoded_word(value)) {
      out += *word;
      // Blanks between two words only fold the line.
      std::string_view next = value.substr(std::min(value.find_first_not_of(" \t"), value.size()));
      if (next.starts_with("=?")) value = next;
      continue;
    }
    std::size_t next = std::min(value.find("=?", 1), value.size());
    out += utf8_of_latin_1(value.substr(0, next));
    value.remove_prefix(next);
  }
  return out;
}

}  // namespace

Result<std::string> header_of_parameter(std::string_view name, std::string_view value) {
  auto header = latin_1_of_utf8(value);
  if (header && std::ranges::none_of(*header, is_control)) return *header;
  return ::stellwerk::Error{"InvalidArgument",
                            "Header value cannot be represented using ISO-8859-1.",
                            400,
                            {{"ArgumentName", std::string(name)}, {"ArgumentValue", std::string(value)}}};
}

std::map<std::string, std::string> metadata_of_headers(const std::map<std::string, std::string>& headers) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : headers) {
    out[name] = is_ascii(value) && value.find("=?") == value.npos ? value : decoded(value);
  }
  return out;
}

std::map<std::string, std::string> headers_of_metadata(const std::map<std::string, std::string>& metadata) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : metadata) {
    out[name] = is_ascii(value) ? value : "=?UTF-8?B?" + to_base64(value) + "?=";
  }
  return out;
}

}  // namespace stellwerk::s3
