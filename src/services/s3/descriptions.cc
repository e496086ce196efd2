#include "services/s3/descriptions.h"

#include <algorithm>

#include "base/bytes.h"

namespace stellwerk::s3::detail {

::stellwerk::Error acl_not_supported() {
  return {"AccessControlListNotSupported", "The bucket does not allow ACLs", 400};
}

// "aws-chunked" describes the transfer, not the object.
std::optional<std::string> without_aws_chunked(const std::optional<std::string>& content_encoding) {
  if (!content_encoding) return std::nullopt;
  std::string out;
  std::string_view rest = *content_encoding;
  while (!rest.empty()) {
    std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    item = trim(item);
    if (item.empty() || item == "aws-chunked") continue;
    if (!out.empty()) out += ",";
    out += item;
  }
  if (out.empty()) return std::nullopt;
  return out;
}

}  // namespace stellwerk::s3::detail
