#include "base/arn.h"

namespace stellwerk {

std::optional<Arn> parse_arn(std::string_view text) {
  if (!text.starts_with("arn:aws:")) return std::nullopt;
  text.remove_prefix(8);
  Arn arn;
  for (std::string* part : {&arn.service, &arn.region, &arn.account}) {
    std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    *part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (arn.service.empty() || text.empty()) return std::nullopt;
  arn.resource = text;
  return arn;
}

}  // namespace stellwerk
