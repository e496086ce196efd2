#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "store/store.h"

namespace stellwerk::store {

/// Hands out effects to their handlers, in order of `due`, each on a worker thread, and forgets an effect
/// when its handler succeeded. A failed one comes again with a growing delay. What was being handled when
/// the process died comes again at the next start.
class Outbox {
 public:
  using Handler = std::function<Result<void>(const Effect&)>;

  Outbox(Store& store, const Clock& clock);
  ~Outbox();

  /// Before start(). At most `concurrency` calls of this handler run at once.
  void handle(std::string topic, int concurrency, Handler handler);
  void start();
  /// Waits for the handlers that run; hands out no more.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace stellwerk::store
