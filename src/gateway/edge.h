#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/http_message.h"

namespace stellwerk::gateway {

/// The data plane's front door: sends a request to whoever serves its host. No AWS protocol is spoken there.
class Edge final : public HttpEndpoint {
 public:
  /// `host_part` is a label, or a label's part before a dash, of the hosts meant: "s3-website" takes
  /// <bucket>.s3-website.<region>.<domain> and <bucket>.s3-website-<region>.<domain>. Before the first request.
  void add(std::string host_part, HttpEndpoint& endpoint);
  HttpResponse serve(HttpRequest request) override;

 private:
  struct Site {
    std::string host_part;
    HttpEndpoint* endpoint;
  };
  std::vector<Site> sites_;
};

}  // namespace stellwerk::gateway
