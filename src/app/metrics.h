#pragma once
#include "base/http_message.h"
#include "gateway/operation_counts.h"

namespace stellwerk::app {

/// GET /_stellwerk/metrics, for clients on this host alone: calls and their seconds for each operation, in the text
/// form that Prometheus and its kin collect.
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
class Metrics final : public HttpEndpoint {
 public:
  static constexpr std::string_view kPath = "/_stellwerk/metrics";

  explicit Metrics(const gateway::OperationCounts& counts) : counts_(counts) {}
  HttpResponse serve(HttpRequest request) override;

 private:
  const gateway::OperationCounts& counts_;
};

}  // namespace stellwerk::app
