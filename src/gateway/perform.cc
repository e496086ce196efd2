#include "gateway/run.h"
#include "gateway/stages.h"

namespace stellwerk::gateway {

Result<Performed> perform(Environment& environment, Exchange& exchange, Decoded decoded) {
  Run run{{*decoded.service, *decoded.operation},
          decoded.caller,
          decoded.region,
          exchange.request_id,
          exchange.began,
          decoded.request.get(),
          true};
  std::shared_ptr<void> response = decoded.operation->operation->make_response();
  TRY(run_and_commit(environment, run, std::move(decoded.transaction), response.get()));
  return Performed{std::move(decoded.place), decoded.service, decoded.operation, std::move(response)};
}

}  // namespace stellwerk::gateway
