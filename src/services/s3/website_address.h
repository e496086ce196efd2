#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "services/s3/records.h"

/// Pure rules of website hosting.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html
namespace stellwerk::s3 {

/// What stands between bucket and region in a website's host.
inline constexpr std::string_view kWebsiteHostPart = "s3-website";

struct WebsiteHost {
  std::string bucket;
  std::string region;
};
/// <bucket>.s3-website.<region>.<domain> and <bucket>.s3-website-<region>.<domain>, perhaps with a port.
std::optional<WebsiteHost> parse_website_host(std::string_view host, std::string_view domain);

/// The key that a decoded path means: what ends in a slash, or is empty, means its index document.
std::string website_key(std::string_view path, const WebsiteRecord& website);

/// Where a redirecting rule sends the request.
struct WebsiteRedirect {
  int status = 301;
  std::string location;
};
/// The request as redirects see it.
struct WebsiteRequest {
  std::string host;
  std::string scheme;  // "http", "https"
  std::string key;     // as addressed, before an index document is added
};
/// The first routing rule that applies. `error_status`: 0 before the object is read.
std::optional<WebsiteRedirect> route(const WebsiteRecord& website, const WebsiteRequest& request, int error_status);
/// RedirectAllRequestsTo.
WebsiteRedirect redirect_all(const WebsiteRecord& website, const WebsiteRequest& request, std::string_view query);

}  // namespace stellwerk::s3
