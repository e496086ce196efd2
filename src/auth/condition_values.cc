#include "auth/condition_values.h"

#include <arpa/inet.h>

#include <charconv>
#include <cmath>

#include "auth/policy.h"

namespace stellwerk::auth {

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<Timestamp> parse_date(std::string_view text) {
  constexpr std::size_t kDayCharacters = 10, kMinuteCharacters = 16;
  constexpr double kLargestSeconds = 9e12;
  if (text.size() == kDayCharacters && text[4] == '-') return from_iso8601(std::string(text) + "T00:00:00Z");
  if (text.size() == kMinuteCharacters + 1 && text.ends_with('Z') && text[4] == '-') {
    return from_iso8601(std::string(text.substr(0, kMinuteCharacters)) + ":00Z");
  }
  if (auto time = from_iso8601(text)) return time;
  auto seconds = parse_number(text);
  if (!seconds || std::fabs(*seconds) > kLargestSeconds) return std::nullopt;
  return Timestamp{static_cast<std::int64_t>(*seconds * 1000)};
}

std::optional<AddressRange> parse_address_range(std::string_view text) {
  AddressRange out;
  std::size_t slash = text.find('/');
  std::string address(text.substr(0, slash));
  int bits = 0;
  if (inet_pton(AF_INET, address.c_str(), out.bytes.data()) == 1) {
    out.family = AF_INET;
    bits = 32;
  } else if (inet_pton(AF_INET6, address.c_str(), out.bytes.data()) == 1) {
    out.family = AF_INET6;
    bits = 128;
  } else {
    return std::nullopt;
  }
  out.prefix_bits = bits;
  if (slash != std::string_view::npos) {
    std::string_view prefix = text.substr(slash + 1);
    auto [end, error] = std::from_chars(prefix.data(), prefix.data() + prefix.size(), out.prefix_bits);
    bool whole = error == std::errc() && end == prefix.data() + prefix.size() && !prefix.empty();
    if (!whole || out.prefix_bits < 0 || out.prefix_bits > bits) return std::nullopt;
  }
  return out;
}

bool contains(const AddressRange& network, const AddressRange& address) {
  if (network.family != address.family || address.prefix_bits < network.prefix_bits) return false;
  for (int bit = 0; bit < network.prefix_bits; ++bit) {
    int mask = 0x80 >> (bit % 8);
    if ((network.bytes[bit / 8] & mask) != (address.bytes[bit / 8] & mask)) return false;
  }
  return true;
}

bool matches_arn(std::string_view pattern, std::string_view text) {
  constexpr int kColons = 5;
  if (pattern == "*") return true;
  for (int i = 0; i < kColons; ++i) {
    std::size_t pattern_colon = pattern.find(':'), text_colon = text.find(':');
    if (pattern_colon == std::string_view::npos || text_colon == std::string_view::npos) return false;
    if (!matches_wildcard(pattern.substr(0, pattern_colon), text.substr(0, text_colon))) return false;
    pattern.remove_prefix(pattern_colon + 1);
    text.remove_prefix(text_colon + 1);
  }
  return matches_wildcard(pattern, text);
}

}  // namespace stellwerk::auth
