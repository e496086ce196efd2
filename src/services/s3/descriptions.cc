#include "services/s3/descriptions.h"

#include <algorithm>

#include "base/bytes.h"

namespace stellwerk::s3::detail {

::stellwerk::Error acl_not_supported() {
  return {"AccessControlListNotSupported", "The bucket does not allow ACLs", 400};
}

// "aws-chunked" describes the transfer, not the object; all else is kept byte for byte.
std::optional<std::string> without_aws_chunked(const std::optional<std::string>& content_encoding) {
  if (!content_encoding) return std::nullopt;
  std::string out = *content_encoding;
  for (std::size_t begin = 0; begin <= out.size();) {
    std::size_t end = std::min(out.find(',', begin), out.size());
    if (trim(std::string_view(out).substr(begin, end - begin)) != "aws-chunked") {
      begin = end + 1;
    } else if (begin > 0) {
      out.erase(begin - 1, end - begin + 1);
    } else {
      out.erase(0, end + 1);
      out.erase(0, out.find_first_not_of(' '));
    }
  }
  if (out.empty()) return std::nullopt;
  return out;
}

}  // namespace stellwerk::s3::detail
