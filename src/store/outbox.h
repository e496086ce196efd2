#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "store/store.h"

namespace stellwerk::store {

/// The delay before a failed effect comes again: doubled with each attempt, up to the longest.
inline constexpr std::int64_t kFirstRetryDelayMilliseconds = 500;
inline constexpr std::int64_t kLongestRetryDelayMilliseconds = 5 * 60 * 1000;

/// Hands out effects to their handlers, in order of `due`, each on a worker thread, and forgets an effect
/// when its handler succeeded. A failed one comes again with a growing delay, for ever. What was being
/// handled when the process died comes again at the next start. Threads exist only while there is work,
/// but for one that sleeps until the next effect is due.
class Outbox {
 public:
  using Handler = std::function<Result<void>(const Effect&)>;

  Outbox(Store& store, const Clock& clock);
  ~Outbox();

  /// Before start(). At most `concurrency` calls of this handler run at once.
  void handle(std::string topic, int concurrency, Handler handler);
  void start();
  /// Waits for the handlers that run; hands out no more. What they left comes again at the next start.
  void stop();
  /// Reads the clock again. For tests that set it; the host's own clock needs no such call.
  void look_again();

 private:
  struct State;
  std::shared_ptr<State> state_;  // a commit that is under way may outlive the outbox
};

}  // namespace stellwerk::store
