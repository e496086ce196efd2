#pragma once
#include "ports/event_sink.h"

namespace stellwerk::ssm {

/// Parameter Store. Tells EventBridge of every change.
class Ssm {
 public:
  explicit Ssm(ports::EventSink& events) : events_(events) {}
  ports::EventSink& events() { return events_; }

 private:
  ports::EventSink& events_;
};

}  // namespace stellwerk::ssm
