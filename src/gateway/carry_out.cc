#include "gateway/carry_out.h"

#include <algorithm>

#include "base/log.h"
#include "gateway/authorise.h"

namespace stellwerk::gateway {

Result<bool> carry_out(Environment& environment, const Target& target, ports::Call& call, const void* request,
                       void* response) {
  TRY(authorise(environment, target.service, target.operation, call, request));
  // The bound function assigns the whole response, so a repeated run leaves nothing of the one before.
  TRY(target.operation.run(target.service.service, call, request, response));
  const bool has_writes = call.transaction.has_writes();
  tell_witnesses(environment, call.transaction, carried(target, call.caller, call.region, call.now));
  return has_writes;
}

Carried carried(const Target& target, const auth::Caller& caller, const std::string& region, Timestamp now,
                const Error* error) {
  return {target.service.model->endpoint_prefix, target.operation.operation->name, caller, region, now, error};
}

void tell_witnesses(Environment& environment, store::Transaction& transaction, const Carried& carried) {
  for (Witness* witness : environment.witnesses)
    if (witness->keeps(carried)) witness->saw(transaction, carried);
}

void tell_witnesses_apart(Environment& environment, const Carried& carried) {
  const auto keeps = [&](const Witness* witness) { return witness->keeps(carried); };
  if (std::ranges::none_of(environment.witnesses, keeps)) return;
  auto told = environment.store.run([&](store::Transaction& transaction) -> Result<void> {
    tell_witnesses(environment, transaction, carried);
    return {};
  });
  if (!told) log::error("a call could not be written down: " + told.error().message);
}

}  // namespace stellwerk::gateway
