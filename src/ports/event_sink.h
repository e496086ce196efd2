#pragma once
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "store/key.h"
#include "store/transaction.h"

namespace stellwerk::ports {

/// Tells EventBridge of a state change, in the transaction that makes it: source "aws.codecommit",
/// detail_type "CodeCommit Repository State Change". Kept by services/events.
class EventSink {
 public:
  virtual ~EventSink() = default;
  struct Event {
    std::string source;
    std::string detail_type;
    std::vector<std::string> resources;
    std::string detail;  // JSON object
  };
  virtual void emit(store::Transaction& transaction, const store::Scope& scope, Timestamp now, Event event) = 0;
};

}  // namespace stellwerk::ports
