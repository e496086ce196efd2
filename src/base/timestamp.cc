#include "base/timestamp.h"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace stellwerk {
namespace {

std::tm broken_down(Timestamp time) {
  std::int64_t seconds = time.milliseconds / 1000;
  if (time.milliseconds % 1000 < 0) --seconds;
  std::time_t value = seconds;
  std::tm parts{};
  gmtime_r(&value, &parts);
  return parts;
}

std::string formatted(Timestamp time, const char* format) {
  std::tm parts = broken_down(time);
  char text[64];
  return std::string(text, std::strftime(text, sizeof text, format, &parts));
}

std::optional<Timestamp> parsed(std::string_view text, const char* format, std::string_view* rest) {
  std::string copy(text);
  std::tm parts{};
  const char* end = strptime(copy.c_str(), format, &parts);
  if (end == nullptr) return std::nullopt;
  *rest = text.substr(static_cast<std::size_t>(end - copy.c_str()));
  return Timestamp{static_cast<std::int64_t>(timegm(&parts)) * 1000};
}

}  // namespace

std::string to_iso8601(Timestamp time) { return formatted(time, "%Y-%m-%dT%H:%M:%SZ"); }

std::string to_iso8601_milliseconds(Timestamp time) {
  std::int64_t fraction = ((time.milliseconds % 1000) + 1000) % 1000;
  char tail[8];
  std::snprintf(tail, sizeof tail, ".%03dZ", static_cast<int>(fraction));
  return formatted(time, "%Y-%m-%dT%H:%M:%S") + tail;
}

std::string to_http_date(Timestamp time) { return formatted(time, "%a, %d %b %Y %H:%M:%S GMT"); }

std::string to_basic_iso8601(Timestamp time) { return formatted(time, "%Y%m%dT%H%M%SZ"); }

std::optional<Timestamp> from_iso8601(std::string_view text) {
  std::string_view rest;
  auto time = parsed(text, "%Y-%m-%dT%H:%M:%S", &rest);
  if (!time) return std::nullopt;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    std::int64_t scale = 100;
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
      time->milliseconds += (rest.front() - '0') * scale;
      scale /= 10;
      rest.remove_prefix(1);
    }
  }
  if (rest == "Z" || rest.empty()) return time;
  int hours = 0, minutes = 0;
  char sign = 0;
  std::string zone(rest);
  if (std::sscanf(zone.c_str(), "%c%2d:%2d", &sign, &hours, &minutes) != 3) return std::nullopt;
  if (sign != '+' && sign != '-') return std::nullopt;
  std::int64_t offset_seconds = hours * 3600 + minutes * 60;
  return time->plus_seconds(sign == '+' ? -offset_seconds : offset_seconds);
}

std::optional<Timestamp> from_http_date(std::string_view text) {
  std::string_view rest;
  auto time = parsed(text, "%a, %d %b %Y %H:%M:%S", &rest);
  // Universal time under each of its names that clients write.
  if (!time || (rest != " GMT" && rest != " UTC" && rest != " +0000" && rest != " -0000")) return std::nullopt;
  return time;
}

std::optional<Timestamp> from_basic_iso8601(std::string_view text) {
  std::string_view rest;
  if (text.size() != 16) return std::nullopt;
  auto time = parsed(text, "%Y%m%dT%H%M%S", &rest);
  if (!time || rest != "Z") return std::nullopt;
  return time;
}

Timestamp SystemClock::now() const {
  auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

}  // namespace stellwerk
