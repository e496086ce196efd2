#include <sys/socket.h>

#include "http/connection.h"

namespace stellwerk::http {

void Watch::expect(For what, Milliseconds within) {
  auto at = std::chrono::steady_clock::now() + within;
  what_.store(what);
  deadline_.store(at.time_since_epoch().count());
}

void Watch::break_off_if_late(std::chrono::steady_clock::time_point now) {
  if (deadline_.load() > now.time_since_epoch().count()) return;
  // A reader that waited too long can still be told so.
  ::shutdown(file_descriptor_, what_.load() == For::reading ? SHUT_RD : SHUT_RDWR);
}

void Watch::break_off_if_idle() {
  // What had arrived already is still read and answered.
  if (is_idle_.load()) ::shutdown(file_descriptor_, SHUT_RD);
}

void Watch::break_off() { ::shutdown(file_descriptor_, SHUT_RDWR); }

}  // namespace stellwerk::http
