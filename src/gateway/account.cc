#include "base/log.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {

void account(Environment& environment, const Exchange& exchange, const HttpResponse& response) {
  Counters& counters = environment.counters;
  ++(response.status >= 500 ? counters.failed : response.status >= 400 ? counters.refused : counters.succeeded);
  if (!log::is_enabled(log::Level::debug)) return;
  std::string line = exchange.request_id;
  for (std::string_view part : {std::string_view(exchange.model ? exchange.model->name : "-"),
                                std::string_view(exchange.operation), std::string_view(exchange.caller_arn)}) {
    line.push_back(' ');
    line += part.empty() ? "-" : part;
  }
  line += " " + std::to_string(response.status) + " " +
          std::to_string(environment.clock.now().milliseconds - exchange.began.milliseconds) + "ms";
  log::debug(line);
}

}  // namespace stellwerk::gateway
