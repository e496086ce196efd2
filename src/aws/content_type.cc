#include "aws/content_type.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.h"

namespace stellwerk::aws {

std::string content_type_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kTypes{
      {{"css", "text/css"},          {"csv", "text/csv"},
       {"gif", "image/gif"},         {"htm", "text/html"},
       {"html", "text/html"},        {"ico", "image/x-icon"},
       {"jpeg", "image/jpeg"},       {"jpg", "image/jpeg"},
       {"js", "text/javascript"},    {"json", "application/json"},
       {"map", "application/json"},  {"md", "text/markdown"},
       {"mjs", "text/javascript"},   {"pdf", "application/pdf"},
       {"png", "image/png"},         {"svg", "image/svg+xml"},
       {"tar", "application/x-tar"}, {"txt", "text/plain"},
       {"wasm", "application/wasm"}, {"webmanifest", "application/manifest+json"},
       {"webp", "image/webp"},       {"woff", "font/woff"},
       {"woff2", "font/woff2"},      {"xml", "application/xml"},
       {"yaml", "application/yaml"}, {"zip", "application/zip"}}};
  std::string_view name = path.substr(path.rfind('/') + 1);
  std::size_t dot = name.rfind('.');
  std::string ending = dot == name.npos ? std::string() : to_lower(name.substr(dot + 1));
  auto found = std::ranges::find(kTypes, ending, &std::pair<std::string_view, std::string_view>::first);
  return std::string(found == kTypes.end() ? "application/octet-stream" : found->second);
}

}  // namespace stellwerk::aws
