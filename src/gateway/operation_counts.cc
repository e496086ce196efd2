#include "gateway/operation_counts.h"

namespace stellwerk::gateway {

void OperationCounts::follow(const Dispatcher& dispatcher) {
  dispatcher_ = &dispatcher;
  for (const auto& service : dispatcher.services())
    for (const auto& operation : service->operations) counts_.try_emplace(&operation);
}

void OperationCounts::note(const ports::BoundOperation& operation, const Error* error,
                           std::chrono::steady_clock::duration took) {
  const auto found = counts_.find(&operation);
  if (found == counts_.end()) return;
  Count& count = found->second;
  ++(error == nullptr ? count.succeeded : error->http_status >= 500 ? count.failed : count.refused);
  count.microseconds += std::chrono::duration_cast<std::chrono::microseconds>(took).count();
}

void OperationCounts::for_each_called(
    const std::function<void(const ports::BoundService&, const ports::BoundOperation&, const Count&)>& tell) const {
  if (dispatcher_ == nullptr) return;
  for (const auto& service : dispatcher_->services()) {
    for (const auto& operation : service->operations) {
      const Count& count = counts_.at(&operation);
      if (count.succeeded + count.refused + count.failed > 0) tell(*service, operation, count);
    }
  }
}

}  // namespace stellwerk::gateway
