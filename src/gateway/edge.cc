#include "gateway/edge.h"

#include "base/bytes.h"

namespace stellwerk::gateway {

void Edge::add(std::string host_part, HttpEndpoint& endpoint) { sites_.push_back({std::move(host_part), &endpoint}); }

HttpResponse Edge::serve(HttpRequest request) {
  std::string host = "." + to_lower(request.headers.find("host").value_or(""));
  host.resize(std::min(host.size(), host.find(':')));
  for (const Site& site : sites_) {
    // Older regions are joined with a dash: "s3-website-eu-west-1".
    std::size_t found = host.find("." + site.host_part);
    std::size_t next = found + site.host_part.size() + 1;
    if (found == std::string::npos || next >= host.size() || (host[next] != '.' && host[next] != '-')) continue;
    return site.endpoint->serve(std::move(request));
  }
  HttpResponse response;
  response.status = 404;
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.body = "No site answers to this host name here.\n";
  return response;
}

}  // namespace stellwerk::gateway
