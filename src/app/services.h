#pragma once
#include <vector>

#include "app/doors.h"
#include "gateway/dispatcher.h"
#include "gateway/edge.h"
#include "ports/face.h"

namespace stellwerk::app {

/// Every service, by its face: services.cc lists them.
class Services {
 public:
  /// Opens them in order on what `foundation` offers; what they offer one another is there afterwards.
  explicit Services(ports::Foundation& foundation);
  ~Services();
  void bind(gateway::Dispatcher& dispatcher) const;
  /// Sites of the data plane.
  void bind(gateway::Edge& edge) const;
  /// What is served within sandboxes alone.
  void bind(Doors& doors) const;
  void attend(store::Outbox& outbox) const;
  /// Ends what runs for long, to be begun again at the next start. Before the outbox is stopped.
  void interrupt() const;

 private:
  std::vector<ports::Face> faces_;
};

}  // namespace stellwerk::app
