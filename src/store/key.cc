#include "store/key.h"

#include "base/assert.h"
#include "store/every_account.h"

namespace stellwerk::store {
namespace {

// A part ends with 00 01; a 00 within it is written 00 FF.
void append_part(std::string& out, std::string_view part) {
  for (char byte : part) {
    out.push_back(byte);
    if (byte == '\0') out.push_back('\xFF');
  }
  out.push_back('\0');
  out.push_back('\1');
}

std::string head(std::string_view table, const Scope& scope) {
  std::string out;
  append_part(out, table);
  append_part(out, scope.account);
  append_part(out, scope.region);
  return out;
}

std::vector<std::string> decode_all_parts(std::string_view key) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (key[i] != '\0') {
      parts.back().push_back(key[i]);
      continue;
    }
    STELLWERK_ASSERT(i + 1 < key.size());
    if (key[++i] == '\1') {
      parts.emplace_back();
    } else {
      parts.back().push_back('\0');
    }
  }
  STELLWERK_ASSERT(parts.size() >= 4);
  return parts;
}

}  // namespace

std::string encode_table(std::string_view table) {
  std::string out;
  append_part(out, table);
  return out;
}

std::string encode_key(std::string_view table, const Scope& scope, std::initializer_list<std::string_view> parts) {
  std::string out = head(table, scope);
  for (std::string_view part : parts) append_part(out, part);
  return out;
}

std::string encode_key(std::string_view table, const Scope& scope, const std::vector<std::string>& parts) {
  std::string out = head(table, scope);
  for (const std::string& part : parts) append_part(out, part);
  return out;
}

std::vector<std::string> decode_key_parts(std::string_view key) {
  auto parts = decode_all_parts(key);
  return {parts.begin() + 3, parts.end() - 1};
}

Scope decode_key_scope(std::string_view key) {
  auto parts = decode_all_parts(key);
  return {parts[1], parts[2]};
}

std::string ordered(std::uint64_t number) {
  std::string out(8, '\0');
  for (int i = 7; i >= 0; --i, number >>= 8) out[static_cast<std::size_t>(i)] = static_cast<char>(number & 0xFF);
  return out;
}

std::uint64_t from_ordered(std::string_view part) {
  STELLWERK_ASSERT(part.size() == 8);
  std::uint64_t number = 0;
  for (unsigned char byte : part) number = number << 8 | byte;
  return number;
}

}  // namespace stellwerk::store
