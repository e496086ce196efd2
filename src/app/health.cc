#include "app/health.h"

#include "base/json.h"

namespace stellwerk::app {

HttpResponse Health::serve(HttpRequest request) {
  HttpResponse response;
  response.headers.add("Content-Type", "application/json");
  if (request.path != "/_stellwerk/health") {
    response.status = 404;
    response.body = R"({"message":"There is only /_stellwerk/health here"})";
    return response;
  }
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  const bool is_ready = is_ready_.load();
  Json body;
  body.set("version", std::string(kVersion));
  body.set("ready", is_ready);
  Json requests;
  requests.set("running", counters_.running.load());
  requests.set("waiting", counters_.waiting.load());
  requests.set("succeeded", counters_.succeeded.load());
  requests.set("refused", counters_.refused.load());
  requests.set("failed", counters_.failed.load());
  requests.set("conflicts", counters_.conflicts.load());
  body.set("requests", std::move(requests));
  response.status = is_ready ? 200 : 503;
  response.body = body.dump() + "\n";
  return response;
}

}  // namespace stellwerk::app
