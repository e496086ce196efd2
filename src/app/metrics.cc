#include "app/metrics.h"

#include <fmt/format.h>

namespace stellwerk::app {
namespace {

bool is_of_this_host(std::string_view address) {
  return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

HttpResponse text(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  response.body = std::move(body);
  return response;
}

}  // namespace

HttpResponse Metrics::serve(HttpRequest request) {
  if (request.path != kPath) return text(404, "There is only /_stellwerk/metrics here\n");
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse response = text(405, "Read it with GET\n");
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  if (!is_of_this_host(request.peer_address)) return text(403, "Metrics are for clients on this host alone\n");

  std::string calls =
      "# HELP stellwerk_calls_total Calls of an operation, by outcome.\n"
      "# TYPE stellwerk_calls_total counter\n";
  std::string seconds =
      "# HELP stellwerk_call_seconds_total How long the calls of an operation took together.\n"
      "# TYPE stellwerk_call_seconds_total counter\n";
  counts_.for_each_called([&](const ports::BoundService& service, const ports::BoundOperation& operation,
                              const gateway::OperationCounts::Count& count) {
    const std::string name =
        fmt::format("service=\"{}\",operation=\"{}\"", service.model->name, operation.operation->name);
    const std::pair<const char*, std::uint64_t> outcomes[] = {
        {"succeeded", count.succeeded}, {"refused", count.refused}, {"failed", count.failed}};
    for (const auto& [outcome, number] : outcomes)
      calls += fmt::format("stellwerk_calls_total{{{},outcome=\"{}\"}} {}\n", name, outcome, number);
    seconds +=
        fmt::format("stellwerk_call_seconds_total{{{}}} {:.6f}\n", name, static_cast<double>(count.microseconds) / 1e6);
  });
  return text(200, calls + seconds);
}

}  // namespace stellwerk::app
